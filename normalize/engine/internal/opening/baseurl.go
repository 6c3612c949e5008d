package opening

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/api"
)

// resolveBaseURL gives the address that paths are appended to, without a slash
// at its end.
func resolveBaseURL(info *normalize.Info, given string) (string, error) {
	if given == "" {
		each := ""
		for _, server := range info.BaseURLs {
			switch {
			case isAbsolute(server.URL):
				return strings.TrimRight(server.URL, "/"), nil
			case each == "" && strings.Contains(server.URL, "://"):
				each = server.URL
			}
		}
		if each != "" {
			return "", fmt.Errorf("%s: the provider's address is %s, and each user has their own: give yours with WithBaseURL", info.Name, each)
		}
		return "", fmt.Errorf("%s: the provider has no server address that holds for everyone: give yours with WithBaseURL", info.Name)
	}
	u, err := url.Parse(given)
	switch {
	case err != nil: // its text repeats the URL, which may hold a secret
		return "", fmt.Errorf("%s: WithBaseURL: it is not a URL", info.Name)
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "":
		return "", fmt.Errorf("%s: WithBaseURL(%q): it must be an absolute http or https URL", info.Name, bare(u))
	case u.User != nil:
		return "", fmt.Errorf("%s: WithBaseURL: %s holds a user: give credentials with an option of their own", info.Name, bare(u))
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", fmt.Errorf("%s: WithBaseURL(%q): it must end with its path", info.Name, bare(u))
	}
	if strings.Trim(u.Path, "/") == "" && len(info.BaseURLs) > 0 {
		if path, ok := relativePath(info.BaseURLs[0].URL); ok {
			return strings.TrimRight(given, "/") + path, nil
		}
	}
	return strings.TrimRight(given, "/"), nil
}

// allowed refuses plain http to another host than this machine, unless the user
// allows it.
func allowed(info *normalize.Info, base string, insecure bool) error {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" || insecure || api.IsLoopback(u.Hostname()) {
		return nil
	}
	return fmt.Errorf("%s: %s is plain http, which shows the credentials to everyone on the way: give an address with https with WithBaseURL, or allow it with WithInsecure", info.Name, bare(u))
}

// bare is the URL as it may be shown: without what may be secret in it, which a
// mistyped one may have anywhere before an @.
func bare(u *url.URL) string {
	shown := *u
	shown.User, shown.RawQuery, shown.ForceQuery, shown.Fragment = nil, "", false, ""
	text := shown.String()
	if i := max(strings.LastIndex(text, "@"), strings.LastIndex(text, "%40")); i >= 0 {
		return "..." + text[i:]
	}
	return text
}

// isAbsolute tells whether a document's server can be used as it is: with host,
// and with no variable left open.
func isAbsolute(server string) bool {
	u, err := url.Parse(server)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && !strings.ContainsAny(server, "{}")
}

// relativePath is the path of a server that is only a path.
func relativePath(server string) (string, bool) {
	u, err := url.Parse(server)
	if err != nil || u.Host != "" || u.Scheme != "" || strings.ContainsAny(server, "{}") {
		return "", false
	}
	path := strings.Trim(u.Path, "/.")
	if path == "" {
		return "", true
	}
	return "/" + path, true
}
