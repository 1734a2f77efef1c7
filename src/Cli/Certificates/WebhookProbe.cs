using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bouncer.Cli.Certificates;

/// <summary>What a server showed when it was called as the API server calls it.</summary>
/// <param name="Certificate">Its certificate; null if it was not reached.</param>
/// <param name="Others">The certificates that came along.</param>
/// <param name="Problem">Why there was no handshake; null if there was one.</param>
internal sealed record ProbeAnswer(X509Certificate2? Certificate, X509Certificate2Collection Others, string? Problem);

/// <summary>Calls a server over TLS and looks at its certificate.</summary>
internal static class WebhookProbe
{
    /// <summary>As long as an API server waits for a webhook, if nothing else is said.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Calls a server. Every certificate is taken: judging it is the caller's.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="name">The name to ask for; that of the address if null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="patience">How long to wait; ten seconds if null.</param>
    public static async Task<ProbeAnswer> CallAsync(Uri server, string? name, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var longest = patience ?? s_patience;
        X509Certificate2? shown = null;
        X509Certificate2Collection others = [];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(server.IdnHost, server.Port, limit.Token);
            await using var tls = new SslStream(connection.GetStream());
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = name ?? server.IdnHost,
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                    {
                        shown = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                        foreach (var other in chain?.ChainPolicy.ExtraStore ?? [])
                        {
                            others.Add(X509CertificateLoader.LoadCertificate(other.RawData));
                        }

                        return shown is not null;
                    },
                },
                limit.Token);
            return new(shown, others, null);
        }
        catch (Exception e) when (shown is not null && e is AuthenticationException or IOException)
        {
            // Whoever asks for a client certificate ends the handshake, with its own certificate shown.
            return new(shown, others, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, others, $"it does not answer within {longest.TotalSeconds:0} s");
        }
        catch (SocketException e)
        {
            return new(null, others, e.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
                ? $"the name {server.IdnHost} cannot be resolved"
                : e.Message);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return new(null, others, $"it does not speak TLS: {e.Message}");
        }
    }
}
