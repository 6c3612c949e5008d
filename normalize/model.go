package normalize

import "github.com/parlancehq/parlance/normalize/rest/lenient"

// ModelVersion is the version of the normalized model. It is raised when a
// field is added that a field map must map or list as absent.
const ModelVersion = 1

// Issue is one field of one record that could not be converted: the target
// field, where its value is in the provider's record, the value as it was sent,
// and why it could not be used.
type Issue = lenient.Issue
