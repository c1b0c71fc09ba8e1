/** Why work on a flight, a file or a model could not be done: a sentence for each code of the server, and what to do. */
export const failureCodes: Readonly<Record<string, string>> = {
  'check.failed':
    'The work was stopped because a check of the photos failed, as the flight asks for. Mend the photos or the details of the flight, then work on it again.',
  'cloud.busy': 'A service did not answer in time. Go on with the work in a few minutes.',
  'ecs.protection-refused': 'A service did not answer in time. Go on with the work in a few minutes.',
  'environment.invalid': 'Something is set up wrongly on our side. Ask an administrator.',
  'environment.missing': 'Something is set up wrongly on our side. Ask an administrator.',
  'events.refused': 'The news could not be passed on just now. Try again in a few minutes.',
  'announcement.in-progress':
    'The news about this flight is being sent just now. It is tried again by itself.',
  'export.area-invalid': 'The area is no outline on the map. Draw it again.',
  'flight.key-invalid': 'The description of the flight lies in the wrong place. Upload the flight again.',
  'flight.manifest-changed':
    'The flight was sent once more after this work had begun. The work on what was sent last goes on by itself.',
  'invocation.invalid':
    'Something went wrong on our side. Go on with the work; if it fails again, ask an administrator.',
  'lake.areas-invalid': 'The outlines of the areas cannot be read. Ask an administrator.',
  'lake.busy': 'Others are saving results just now. Try again in a minute; nothing is lost.',
  'lake.commit-invalid':
    'The list of saved results is damaged. Ask an administrator to bring back its former version.',
  'lake.file-corrupt':
    'A file of the saved results is damaged. Ask an administrator to mend the saved results.',
  'lake.file-missing': 'A file of the saved results is gone. Ask an administrator to mend the saved results.',
  'lake.parishes-invalid': 'The outlines of the parishes cannot be read. Ask an administrator.',
  'model.engine-missing':
    'The program that this model needs is not installed here. Ask whoever looks after the models.',
  'model.engine-not-installed':
    'The program that this model needs is not installed here. Ask whoever looks after the models.',
  'model.engine-unknown':
    'This model needs a program that is not known here. Ask whoever looks after the models.',
  'model.file-missing': 'A file of the model is gone. Ask whoever looks after the models.',
  'model.hash-mismatch':
    'The model is not as it was when it was taken in. Ask whoever looks after the models to take it in again.',
  'model.insane':
    'The model does not give the answers here that it gave where it was made, so it was not used. Ask whoever looks after the models.',
  'model.layers-model-missing': 'A file of the model is gone. Ask whoever looks after the models.',
  'model.manifest-invalid':
    'The description of the model cannot be used. Ask whoever looks after the models.',
  'model.nan': 'The model gave answers that are no numbers. Ask whoever looks after the models.',
  'model.not-found': 'The model is not there any more. Choose another one.',
  'model.not-remote':
    'The model says that it runs on another server, but not on which. Ask whoever looks after the models.',
  'model.onnx-missing': 'A file of the model is gone. Ask whoever looks after the models.',
  'model.sanity-unreadable':
    'The pictures that the model is tested with cannot be read. Ask whoever looks after the models.',
  'model.shape-mismatch':
    'The model does not fit the tiles that it says it is for. Ask whoever looks after the models.',
  'model.weights-unreadable': 'The model cannot be read. Ask whoever looks after the models.',
  'model.worker-died':
    'The program that judges photos stopped, perhaps for want of memory. Go on with the work.',
  'object.not-found': 'A file that should be here is gone. Work on the flight again.',
  'photo.lost': 'The work on this photo failed again and again. Work on the flight again.',
  'remote.address-refused': 'The server of the model may not be asked from here. Ask an administrator.',
  'remote.answer-invalid':
    'The server of the model gave an answer that cannot be used. Ask whoever looks after the models.',
  'remote.busy': 'The server of the model has too much to do. Go on with the work later.',
  'remote.failed': 'The server of the model failed on these photos. Ask whoever looks after the models.',
  'remote.refused': 'The server of the model refused to answer. Ask whoever looks after the models.',
  'remote.timeout': 'The server of the model did not answer in time. Go on with the work later.',
  'remote.unreachable': 'The server of the model cannot be reached. Go on with the work later.',
  'run.contended': 'Others change the record of this work just now. Try again in a few seconds.',
  'task.worn-out':
    'The program that judges photos ended again and again over the same photos. Go on with the work; if it fails again, ask whoever looks after the models.',
  'task.stuck': 'The program that judges photos stood still. Go on with the work.',
  'tiling.invalid': 'The way in which photos are to be divided into tiles cannot be understood.',
  'tiling.no-scale':
    'Tiles of so many metres need photos that tell their height. Upload the flight with the height above ground filled in.',
  'tiling.too-fine':
    'The tiles are so small that there are too many of them in one photo. Choose larger tiles.',
  'States.TaskFailed':
    'A step of the work failed. Go on with the work; if it fails again, ask an administrator.',
  'Lambda.Unknown': 'A step of the work broke off, perhaps for want of time or memory. Go on with the work.',
  'States.Timeout': 'The work took longer than it may.',
  'States.ExceedToleratedFailureThreshold': 'Too many photos were lost to errors.',
};
