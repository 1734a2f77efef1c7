using Microsoft.AspNetCore.Http;

namespace Bouncer.KubernetesApi.Tests.Support;

/// <summary>What a request told of who sent it.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Path">The path.</param>
/// <param name="Authorization">The header of that name; empty for none.</param>
/// <param name="Certificate">The subject of the client's certificate; empty for none.</param>
/// <param name="Intermediates">How many certificates came with it.</param>
/// <param name="Impersonation">The headers that say as whom else it is to be judged.</param>
/// <param name="UserAgent">The header of that name.</param>
internal sealed record Asked(
    string Protocol, string Path, string Authorization, string Certificate, int Intermediates, IReadOnlyList<string> Impersonation, string UserAgent)
{
    public static Asked Of(HttpContext context, int intermediates) => new(
        context.Request.Protocol,
        context.Request.Path,
        context.Request.Headers.Authorization.ToString(),
        context.Connection.ClientCertificate?.Subject ?? "",
        intermediates,
        [.. context.Request.Headers.Where(h => h.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)).Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal)],
        context.Request.Headers.UserAgent.ToString());
}
