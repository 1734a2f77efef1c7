using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Net;

/// <summary>What http.send takes.</summary>
internal static class HttpRequest
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "method", "url", "body", "enable_redirect", "force_json_decode", "force_yaml_decode", "headers", "raw_body", "tls_use_system_certs",
        "tls_ca_cert", "tls_ca_cert_file", "tls_ca_cert_env_variable", "tls_client_cert", "tls_client_cert_file", "tls_client_cert_env_variable",
        "tls_client_key", "tls_client_key_file", "tls_client_key_env_variable", "tls_insecure_skip_verify", "tls_server_name", "timeout", "cache",
        "force_cache", "force_cache_duration_seconds", "raise_error", "caching_mode", "max_retry_attempts", "cache_ignored_headers",
    };

    /// <summary>Refuses requests with unknown parameters, or without what every request needs.</summary>
    public static void Check(RegoObject request, int index)
    {
        var unknown = RegoSet.Create([.. request.Select(member => member.Key).Where(key => key is not RegoString name || !Known.Contains(name.Value))]);
        if (unknown.Count > 0)
        {
            throw Operand.Wrong(index, $"invalid request parameters(s): {unknown}");
        }

        var missing = RegoSet.Create([.. ((ReadOnlySpan<string>)["method", "url"]).ToArray().Where(name => !request.TryGet(name, out _)).Select(name => new RegoString(name))]);
        if (missing.Count > 0)
        {
            throw Operand.Wrong(index, $"missing required request parameters(s): {missing}");
        }
    }
}
