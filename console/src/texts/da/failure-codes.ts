import type { failureCodes as english } from '../en/failure-codes.ts';

/** Why work on a flight, a file or a model could not be done, in Danish. */
export const failureCodes: typeof english = {
  'check.failed':
    'Arbejdet blev stoppet, fordi en kontrol af fotos slog fejl, som flyvningen beder om. Ret fotos eller oplysninger om flyvningen, og prøv flyvningen igen.',
  'cloud.busy': 'En tjeneste svarede ikke i tide. Fortsæt arbejdet om nogle minutter.',
  'ecs.protection-refused': 'En tjeneste svarede ikke i tide. Fortsæt arbejdet om nogle minutter.',
  'environment.invalid': 'Noget er sat forkert op hos os. Spørg en administrator.',
  'environment.missing': 'Noget er sat forkert op hos os. Spørg en administrator.',
  'events.refused': 'Beskeden kunne ikke gives videre lige nu. Prøv igen om nogle minutter.',
  'announcement.in-progress': 'Der gives besked om flyvningen lige nu. Det prøves igen af sig selv.',
  'export.area-invalid': 'Området er ikke et omrids på kortet. Tegn det igen.',
  'flight.key-invalid': 'Beskrivelsen af flyvningen ligger det forkerte sted. Send flyvningen igen.',
  'flight.manifest-changed':
    'Flyvningen blev sendt en gang til, efter at dette arbejde var begyndt. Arbejdet med det sidst sendte går videre af sig selv.',
  'invocation.invalid':
    'Noget gik galt hos os. Fortsæt arbejdet; går det galt igen, så spørg en administrator.',
  'lake.areas-invalid': 'Områdernes omrids kan ikke læses. Spørg en administrator.',
  'lake.busy': 'Andre gemmer resultater lige nu. Prøv igen om et minut; intet er tabt.',
  'lake.commit-invalid':
    'Listen over gemte resultater er beskadiget. Bed en administrator hente dens tidligere udgave frem.',
  'lake.file-corrupt':
    'En fil blandt de gemte resultater er beskadiget. Bed en administrator rette de gemte resultater.',
  'lake.file-missing':
    'En fil blandt de gemte resultater er væk. Bed en administrator rette de gemte resultater.',
  'lake.parishes-invalid': 'Sognenes omrids kan ikke læses. Spørg en administrator.',
  'model.engine-missing':
    'Programmet, som modellen har brug for, er ikke installeret her. Spørg den, der passer modellerne.',
  'model.engine-not-installed':
    'Programmet, som modellen har brug for, er ikke installeret her. Spørg den, der passer modellerne.',
  'model.engine-unknown':
    'Modellen har brug for et program, som ikke kendes her. Spørg den, der passer modellerne.',
  'model.file-missing': 'En af modellens filer er væk. Spørg den, der passer modellerne.',
  'model.hash-mismatch':
    'Modellen er ikke, som da den blev taget ind. Bed den, der passer modellerne, tage den ind igen.',
  'model.insane':
    'Modellen svarer ikke her, som den svarede, hvor den blev lavet, og blev derfor ikke brugt. Spørg den, der passer modellerne.',
  'model.layers-model-missing': 'En af modellens filer er væk. Spørg den, der passer modellerne.',
  'model.manifest-invalid': 'Beskrivelsen af modellen kan ikke bruges. Spørg den, der passer modellerne.',
  'model.nan': 'Modellen gav svar, der ikke er tal. Spørg den, der passer modellerne.',
  'model.not-found': 'Modellen er her ikke mere. Vælg en anden.',
  'model.not-remote':
    'Modellen siger, at den kører på en anden server, men ikke hvilken. Spørg den, der passer modellerne.',
  'model.onnx-missing': 'En af modellens filer er væk. Spørg den, der passer modellerne.',
  'model.sanity-unreadable':
    'Billederne, som modellen prøves med, kan ikke læses. Spørg den, der passer modellerne.',
  'model.shape-mismatch':
    'Modellen passer ikke til de felter, den siger, den er til. Spørg den, der passer modellerne.',
  'model.weights-unreadable': 'Modellen kan ikke læses. Spørg den, der passer modellerne.',
  'model.worker-died':
    'Programmet, der vurderer fotos, gik i stå, måske af mangel på hukommelse. Fortsæt arbejdet.',
  'object.not-found': 'En fil, der skulle være her, er væk. Prøv flyvningen igen.',
  'photo.lost': 'Arbejdet med dette foto slog fejl igen og igen. Prøv flyvningen igen.',
  'remote.address-refused': 'Modellens server må ikke spørges herfra. Spørg en administrator.',
  'remote.answer-invalid':
    'Modellens server gav et svar, der ikke kan bruges. Spørg den, der passer modellerne.',
  'remote.busy': 'Modellens server har for meget at lave. Fortsæt arbejdet senere.',
  'remote.failed': 'Modellens server slog fejl på disse fotos. Spørg den, der passer modellerne.',
  'remote.refused': 'Modellens server ville ikke svare. Spørg den, der passer modellerne.',
  'remote.timeout': 'Modellens server svarede ikke i tide. Fortsæt arbejdet senere.',
  'remote.unreachable': 'Modellens server kan ikke nås. Fortsæt arbejdet senere.',
  'run.contended': 'Andre ændrer netop nu, hvad der står om dette arbejde. Prøv igen om nogle sekunder.',
  'task.worn-out':
    'Programmet, der vurderer fotos, brød af igen og igen ved de samme fotos. Fortsæt arbejdet; går det galt igen, så spørg den, der passer modellerne.',
  'task.stuck': 'Programmet, der vurderer fotos, stod stille. Fortsæt arbejdet.',
  'tiling.invalid': 'Måden, fotos skal deles i felter på, kan ikke forstås.',
  'tiling.no-scale':
    'Felter på så mange meter kræver fotos, der oplyser deres højde. Send flyvningen med højden over jorden udfyldt.',
  'tiling.too-fine': 'Felterne er så små, at der er for mange af dem i ét foto. Vælg større felter.',
  'States.TaskFailed':
    'Et trin i arbejdet slog fejl. Fortsæt arbejdet; går det galt igen, så spørg en administrator.',
  'Lambda.Unknown': 'Et trin i arbejdet brød af, måske af mangel på tid eller hukommelse. Fortsæt arbejdet.',
  'States.Timeout': 'Arbejdet tog længere tid, end det må.',
  'States.ExceedToleratedFailureThreshold': 'For mange fotos gik tabt ved fejl.',
};
