/** A field that only a person can fill. */
export interface NoticeGap {
  readonly label: string;
  /** What belongs there. */
  readonly asks: string;
}

/** What a notice needs beyond the flight, with the article of Regulation (EU) No 1143/2014 that asks for it. */
export const fieldsForPeople: readonly NoticeGap[] = [
  { label: 'Notifying authority', asks: 'Name and address of the competent authority' },
  { label: 'Contact', asks: 'Person, telephone, e-mail' },
  { label: 'Member State, region, municipality', asks: 'And the name of the place, if it has one' },
  {
    label: 'Identification confirmed by',
    asks: 'Name, how (photograph, visit, specimen), date (Art. 16(1))',
  },
  {
    label: 'Known here before?',
    asks: 'Previously unknown in this part of the territory, or back after reported eradication: notify (Art. 16(2)). Widely spread already: no notice, management measures instead (Art. 19)',
  },
  { label: 'Pathway of introduction', asks: 'How it came here, if known or suspected (Art. 13)' },
  { label: 'Stage and vigour', asks: 'Seedlings, rosettes, flowering, seeding; how long established' },
  {
    label: 'Surroundings',
    asks: 'Owner and access, water courses, protected areas, paths and playgrounds nearby',
  },
  {
    label: 'Measures taken or planned',
    asks: 'Eradication: method, start, who; to be applied and notified within three months (Art. 17), or reasons for a derogation (Art. 18)',
  },
  { label: 'Found under', asks: 'Surveillance system (Art. 14), official controls (Art. 15) or otherwise' },
  { label: 'Date of notification, signature', asks: 'Without delay after confirmation (Art. 16(2))' },
];
