import { metresPerDegree } from './views.ts';

/** A question that people ask again and again. SQL that both Athena (Trino) and DuckDB take. */
export interface SavedQuery {
  readonly name: string;
  /** The question in one sentence. */
  readonly asks: string;
  /** What it means that there is no row, in a sentence or two. */
  readonly nothing: string;
  readonly sql: string;
}

/** Every saved query. */
export const savedQueries: readonly SavedQuery[] = [
  {
    name: 'hectares-by-parish-and-year',
    asks: 'How much ground was surveyed, and how much of it is covered by hogweed, in each parish and year? Only sightings that are certain, probable or confirmed count; ground flown over twice in a year counts once, as the newer flight saw it.',
    nothing: 'No ground was surveyed yet.',
    sql: `SELECT g.parish, g.survey_year, round(g.surveyed_ha, 2) AS surveyed_ha,
  round(coalesce(h.infested_ha, 0), 4) AS infested_ha, coalesce(h.sightings, 0) AS sightings
FROM (
  SELECT coalesce(parish, 'outside') AS parish, survey_year, sum(area_m2) / 10000 AS surveyed_ha
  FROM year_cells GROUP BY 1, 2
) AS g
LEFT JOIN (
  SELECT coalesce(parish, 'outside') AS parish, survey_year, sum(area_m2) / 10000 AS infested_ha, count(*) AS sightings
  FROM year_sightings WHERE band IN ('certain', 'probable') OR answer = 'hogweed' GROUP BY 1, 2
) AS h ON h.parish = g.parish AND h.survey_year = g.survey_year
ORDER BY 1, 2`,
  },
  {
    name: 'new-sites-since-last-year',
    asks: 'Where is hogweed this year that was not there a year ago, and was that ground looked at a year ago? Possible sightings are listed too.',
    nothing: 'Every sighting of the newest year was there the year before, or there is none.',
    sql: `SELECT s.flight_id, s.sighting_number, round(s.lat, 7) AS lat, round(s.lon, 7) AS lon, s.band, s.parish,
  CASE WHEN c.cell_id IS NULL THEN 'not looked at last year' ELSE 'new' END AS change
FROM year_sightings AS s
LEFT JOIN site_pairs AS p ON p.run_id = s.run_id AND p.sighting_id = s.sighting_id
LEFT JOIN year_cells AS c ON c.survey_year = s.survey_year - 1 AND c.cell_id = s.cell_id
WHERE s.survey_year = (SELECT max(survey_year) FROM current_runs) AND p.sighting_id IS NULL
ORDER BY change, s.flight_id, s.sighting_number`,
  },
  {
    name: 'sites-gone-since-last-year',
    asks: 'Which sites of last year were looked at again this year and show nothing? Possible sightings of last year are listed too.',
    nothing:
      'No ground with a sighting of the year before was looked at again in the newest year, or all of them are still there.',
    sql: `SELECT s.flight_id, s.sighting_number, round(s.lat, 7) AS lat, round(s.lon, 7) AS lon, s.band, s.parish, c.survey_date AS looked_at_on
FROM year_sightings AS s
JOIN year_cells AS c ON c.survey_year = s.survey_year + 1 AND c.cell_id = s.cell_id
LEFT JOIN site_pairs AS p ON p.before_run_id = s.run_id AND p.before_sighting_id = s.sighting_id
WHERE s.survey_year = (SELECT max(survey_year) FROM current_runs) - 1 AND p.sighting_id IS NULL
ORDER BY s.flight_id, s.sighting_number`,
  },
  {
    name: 'recheck-after-treatment',
    asks: 'Which treated places were not looked at since, or still show hogweed?',
    nothing:
      'No crew has marked a treatment yet. Marks come into the lake overnight on AWS, here with umbel lake tidy.',
    sql: `SELECT v.mark_id, v.treated_on, v.who, round(v.lat, 7) AS lat, round(v.lon, 7) AS lon, v.looked_at_on, count(s.sighting_id) AS still_seen,
  CASE
    WHEN v.looked_at_on IS NULL THEN 'look again'
    WHEN count(s.sighting_id) > 0 THEN 'treat again'
    ELSE 'gone'
  END AS advice
FROM (
  SELECT t.mark_id, t.marked_on AS treated_on, t.who, t.lat, t.lon, t.radius_m, c.run_id, c.survey_date AS looked_at_on,
    row_number() OVER (PARTITION BY t.mark_id ORDER BY c.survey_date DESC) AS newest
  FROM field_marks AS t
  LEFT JOIN year_cells AS c ON c.cell_id = t.cell_id AND c.survey_date > t.marked_on
  WHERE t.mark = 'treated'
) AS v
LEFT JOIN year_sightings AS s
  ON s.run_id = v.run_id
  AND sqrt(power((s.lat - v.lat) * ${metresPerDegree}, 2)
    + power((s.lon - v.lon) * ${metresPerDegree} * cos(radians(v.lat)), 2)) <= v.radius_m + s.uncertainty95_m
WHERE v.newest = 1
GROUP BY v.mark_id, v.treated_on, v.who, v.lat, v.lon, v.looked_at_on
ORDER BY advice DESC, v.treated_on, v.mark_id`,
  },
  {
    name: 'agreement-by-model',
    asks: 'How often do reviewers agree with each model, and what does it miss?',
    nothing:
      'No tile that a model scored has a clear answer yet. Answers come into the lake overnight on AWS, here with umbel lake tidy.',
    sql: `SELECT model_id, count(*) AS answers, round(avg(CASE WHEN agrees THEN 1e0 ELSE 0e0 END), 4) AS agreement,
  sum(CASE WHEN reason = 'audit' THEN 1 ELSE 0 END) AS audit_answers,
  sum(CASE WHEN verdict = 'found' THEN 1 ELSE 0 END) AS found,
  sum(CASE WHEN verdict = 'missed' THEN 1 ELSE 0 END) AS missed,
  sum(CASE WHEN verdict = 'false alarm' THEN 1 ELSE 0 END) AS false_alarms,
  sum(CASE WHEN verdict = 'rightly empty' THEN 1 ELSE 0 END) AS rightly_empty
FROM labelled_tiles GROUP BY model_id ORDER BY model_id`,
  },
  {
    name: 'survey-cost',
    asks: 'What did the survey cost, by month, and per hectare?',
    nothing: 'No flight was run with a model yet.',
    sql: `SELECT survey_month, count(*) AS flights, sum(photos) AS photos, round(sum(covered_m2) / 10000, 1) AS hectares,
  round(sum(cost_usd), 4) AS cost_usd,
  round(sum(cost_usd) / nullif(sum(covered_m2) / 10000, 0), 6) AS usd_per_hectare
FROM current_runs GROUP BY survey_month ORDER BY survey_month`,
  },
  {
    name: 'sightings-per-km2',
    asks: 'How dense is hogweed in each parish and year? Every sighting counts that nobody rejected, the possible ones too; ground flown over twice in a year counts once, as the newer flight saw it.',
    nothing: 'No ground was surveyed yet.',
    sql: `SELECT g.parish, g.survey_year, round(g.km2, 4) AS km2, coalesce(h.sightings, 0) AS sightings,
  round(coalesce(h.sightings, 0) / g.km2, 1) AS per_km2
FROM (
  SELECT coalesce(parish, 'outside') AS parish, survey_year, sum(area_m2) / 1000000 AS km2 FROM year_cells GROUP BY 1, 2
) AS g
LEFT JOIN (
  SELECT coalesce(parish, 'outside') AS parish, survey_year, count(*) AS sightings FROM year_sightings GROUP BY 1, 2
) AS h ON h.parish = g.parish AND h.survey_year = g.survey_year
ORDER BY 5 DESC, 1, 2`,
  },
  {
    name: 'review-backlog',
    asks: 'How many tiles of each flight still wait for a biologist?',
    nothing:
      'No tile waits for a biologist. Answers come into the lake overnight on AWS, here with umbel lake tidy.',
    sql: `SELECT r.flight_id, count(*) AS asked, count(a.answer) AS answered, count(*) - count(a.answer) AS waiting
FROM tiles AS t
JOIN current_runs AS r ON r.run_id = t.run_id
LEFT JOIN tile_answers AS a
  ON a.flight_id = r.flight_id AND a.photo_id = t.photo_id AND a.tiling = r.tiling AND a.tile = t.tile
WHERE t.review IS NOT NULL
GROUP BY r.flight_id
HAVING count(*) > count(a.answer)
ORDER BY waiting DESC, r.flight_id`,
  },
  {
    name: 'photo-problems',
    asks: 'Why were photos not used, or not placed, and on which flights?',
    nothing: 'Every photo was used and placed.',
    sql: `SELECT p.reason_code, count(*) AS photos, count(DISTINCT p.flight_id) AS flights, max(p.survey_date) AS last_seen
FROM photos AS p
JOIN current_runs AS r ON r.run_id = p.run_id
WHERE p.reason_code IS NOT NULL AND p.outcome <> 'side-file'
GROUP BY p.reason_code ORDER BY photos DESC, p.reason_code`,
  },
  {
    name: 'model-doubt-by-month',
    asks: 'Of how many tiles is each model unsure, month by month: is it getting worse?',
    nothing: 'No tile was scored yet.',
    // First by run: the engines count by one column several times as fast as by two that come from elsewhere.
    sql: `SELECT r.model_id, r.survey_month, sum(t.tiles) AS tiles,
  round(CAST(sum(t.unsure) AS double) / sum(t.tiles), 5) AS unsure_share,
  round(CAST(sum(t.detections) AS double) / sum(t.tiles), 5) AS detection_share
FROM (
  SELECT run_id, count(*) AS tiles, count(band) AS detections,
    sum(CASE WHEN confidence >= 0.2e0 AND confidence < 0.8e0 THEN 1 ELSE 0 END) AS unsure
  FROM tiles WHERE confidence IS NOT NULL GROUP BY run_id
) AS t
JOIN current_runs AS r ON r.run_id = t.run_id
GROUP BY r.model_id, r.survey_month ORDER BY r.model_id, r.survey_month`,
  },
  {
    name: 'treat-first',
    asks: 'Where should crews go first: the surest and largest sightings of the newest year?',
    nothing: 'The newest year has no certain sighting, and none that people confirmed.',
    sql: `SELECT flight_id, sighting_number, round(lat, 7) AS lat, round(lon, 7) AS lon, round(uncertainty95_m, 1) AS uncertainty95_m, band,
  plants_at_least, round(area_m2, 1) AS area_m2, parish, answer
FROM year_sightings
WHERE survey_year = (SELECT max(survey_year) FROM current_runs) AND (band = 'certain' OR answer = 'hogweed')
ORDER BY area_m2 DESC, confidence DESC, flight_id, sighting_number
LIMIT 200`,
  },
];

/** The saved query of a name; undefined when there is none. */
export function savedQuery(name: string): SavedQuery | undefined {
  return savedQueries.find((query) => query.name === name);
}
