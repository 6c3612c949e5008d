package normalize

// ModelVersion is the version of the normalized model. It is raised when a
// field is added that a field map must map or list as absent.
const ModelVersion = 1
