using System.Security.Cryptography.X509Certificates;
using Bouncer.Cli.Certificates;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Whether the Webhook can be called as the API server calls it.</summary>
internal static class ServerCheck
{
    private const string Check = "webhook";

    /// <returns>What it showed; null if it was not called.</returns>
    public static async Task<ProbeAnswer?> RunAsync(
        Uri? server, X509Certificate2Collection? authorities, DateTimeOffset now, List<Finding> findings, CancellationToken cancellationToken)
    {
        if (server is null)
        {
            findings.Add(Finding.Skipped(Check, "not called: its address is not known here", "Name it with --server, or the API server's file with --admission-config."));
            return null;
        }

        var answer = await WebhookProbe.CallAsync(server, null, cancellationToken);
        findings.Add(answer.Certificate is { } certificate
            ? CertificateFindings.Of(Check, server.AbsoluteUri, certificate, answer.Others, server.IdnHost, authorities, now)
            : Finding.Problem(Check, $"{server} cannot be called: {answer.Problem}", "See that its Pods are ready, that the port is open between the hosts, and that the API server's host resolves the name (/etc/hosts)."));
        return answer;
    }
}
