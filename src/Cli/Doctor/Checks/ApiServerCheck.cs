using System.Text.Json;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether the API server answers, which version it has, and whether its clock goes as ours.</summary>
internal static class ApiServerCheck
{
    /// <summary>A certificate of this second is not valid yet for a clock that is behind; signers begin theirs five minutes early.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_harmful = TimeSpan.FromMinutes(5);

    /// <returns>The version; null if it is not known.</returns>
    /// <exception cref="ApiException">It does not answer.</exception>
    public static async Task<ApiServerVersion?> RunAsync(ApiConnection connection, TimeProvider time, List<Finding> findings, CancellationToken cancellationToken)
    {
        byte[] body;
        DateTimeOffset? there;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(connection.Server, "version"));
            using var answer = await connection.SendAsync(request, cancellationToken);
            there = answer.Headers.Date;
            body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ApiException($"{connection.Server} does not answer: {e.InnerException?.Message ?? e.Message}", null, ApiException.Unreachable, e);
        }

        var text = Version(body);
        findings.Add(ApiServerVersion.TryParse(text, out var version)
            ? Finding.Ok("api-server", $"{connection.Server} is {text}")
            : Finding.Warning("api-server", $"{connection.Server} does not tell its version", "Allow this account to get /version."));
        if (there is { } date)
        {
            findings.Add(Clock(date, time.GetUtcNow()));
        }

        return version;
    }

    /// <summary>Compares two clocks, of which the API server's tells whole seconds.</summary>
    internal static Finding Clock(DateTimeOffset there, DateTimeOffset here)
    {
        var difference = (here - there).Duration();
        var message = $"the API server's clock is {difference.TotalSeconds:0} s {(here > there ? "behind" : "ahead of")} the one here";
        const string Remedy = "Set both by the same time service (NTP): certificates are not valid before their time.";
        return difference <= s_tolerance ? Finding.Ok("clock", "the API server's clock and the one here agree")
            : difference <= s_harmful ? Finding.Warning("clock", message, Remedy)
            : Finding.Problem("clock", message, Remedy);
    }

    private static string Version(byte[] body)
    {
        try
        {
            return RegoJson.Parse(body) is RegoObject document ? document.TextAt("gitVersion") : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
