import { lazy, Suspense, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { useIdentity } from '../api/identity.ts';
import { FlightPage } from '../flights/flight-page.tsx';
import { FlightsPage } from '../flights/flights-page.tsx';
import { PhotoPage } from '../flights/photo-page.tsx';
import { Page } from '../parts/page.tsx';
import { ManyPage } from '../review/many-page.tsx';
import { ReviewPage } from '../review/review-page.tsx';
import { TilePage } from '../review/tile-page.tsx';
import { TilesPage } from '../review/tiles-page.tsx';
import { HomePage } from '../start/home-page.tsx';
import { WhoPage } from '../start/who-page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { Masthead } from './masthead.tsx';

const LabelPage = lazy(async () => ({ default: (await import('../label/label-pages.tsx')).LabelPage }));
const LabelFlightPage = lazy(async () => ({
  default: (await import('../label/label-pages.tsx')).LabelFlightPage,
}));
const LabelPhotoPage = lazy(async () => ({
  default: (await import('../label/label-photo-page.tsx')).LabelPhotoPage,
}));
const MapPage = lazy(async () => ({ default: (await import('../map/map-page.tsx')).MapPage }));
const ModelsPage = lazy(async () => ({ default: (await import('../models/models-page.tsx')).ModelsPage }));
const UploadPage = lazy(async () => ({ default: (await import('../upload/upload-page.tsx')).UploadPage }));

/** The whole console: the bar at the top and the screen that the address names. */
export function Console(): ReactNode {
  const { t } = useTexts();
  const identity = useIdentity();
  return (
    <>
      <Masthead />
      <Suspense fallback={<Page title={t.loading}>{null}</Page>}>
        {identity === undefined ? <WhoPage /> : <Screens />}
      </Suspense>
    </>
  );
}

function Screens(): ReactNode {
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/who" component={WhoPage} />
      <Route path="/flights" component={FlightsPage} />
      <Route path="/flights/:flightId">
        {({ flightId }) => <FlightPage key={flightId} flightId={flightId} />}
      </Route>
      <Route path="/flights/:flightId/photos/:photoId">
        {({ flightId, photoId }) => <PhotoPage key={photoId} flightId={flightId} photoId={photoId} />}
      </Route>
      <Route path="/review" component={ReviewPage} />
      <Route path="/review/tiles" component={TilesPage} />
      <Route path="/review/many" component={ManyPage} />
      <Route path="/label">
        <LabelPage />
      </Route>
      <Route path="/label/:flightId">
        {({ flightId }) => <LabelFlightPage key={flightId} flightId={flightId} />}
      </Route>
      <Route path="/label/:flightId/:photoId">
        {({ flightId, photoId }) => <LabelPhotoPage key={photoId} flightId={flightId} photoId={photoId} />}
      </Route>
      <Route path="/models">
        <ModelsPage />
      </Route>
      <Route path="/models/:modelId">{({ modelId }) => <ModelsPage modelId={modelId} />}</Route>
      <Route path="/map">
        <MapPage />
      </Route>
      <Route path="/sightings/:flightId/:sightingId">
        {({ flightId, sightingId }) => <MapPage open={{ flightId, sightingId }} />}
      </Route>
      <Route path="/tiles/*">
        {(params) => <TilePage key={params['*']} tileId={tileIdOf(params['*'])} />}
      </Route>
      <Route path="/upload" component={UploadPage} />
      <Route component={NotFoundPage} />
    </Switch>
  );
}

/** The id of a tile from its link; the router has decoded it once already, or not at all. */
function tileIdOf(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function NotFoundPage(): ReactNode {
  const { t } = useTexts();
  return (
    <Page title={t.notFound}>
      <p>{t.notFoundWhy}</p>
    </Page>
  );
}
