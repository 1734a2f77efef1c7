using System.Diagnostics.Metrics;
using System.Net.Security;
using System.Security.Authentication;
using Bouncer.Admission.Files;
using Bouncer.Admission.Recording;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Bouncer.Admission.Tls;

/// <summary>
/// TLS of an admission endpoint: the certificate and client authorities in use when a connection begins.
/// Connections that exist live on through a reload.
/// </summary>
public sealed partial class AdmissionTls
{
    private readonly Reloadable<ServerCertificate> _certificate;
    private readonly Reloadable<ClientAuthorities>? _authorities;
    private readonly IReadOnlyList<string> _clientNames;
    private readonly SslProtocols _protocols;
    private readonly ILogger<AdmissionTls> _log;
    private readonly Counter<long> _refused;
    private volatile Snapshot? _snapshot;

    /// <summary>Creates the endpoint's TLS.</summary>
    /// <param name="certificate">What is shown to callers.</param>
    /// <param name="authorities">Whose client certificates are required; null to ask callers for none.</param>
    /// <param name="clientNames">Of these a client certificate must carry one as CN or DNS name; empty for any.</param>
    /// <param name="meters">Where the instruments belong.</param>
    /// <param name="log">Where refused callers are told of.</param>
    /// <param name="allowsTls12">Whether TLS 1.2 is spoken besides 1.3.</param>
    public AdmissionTls(
        Reloadable<ServerCertificate> certificate,
        Reloadable<ClientAuthorities>? authorities,
        IReadOnlyList<string> clientNames,
        IMeterFactory meters,
        ILogger<AdmissionTls> log,
        bool allowsTls12 = true)
    {
        _certificate = certificate;
        _authorities = authorities;
        _clientNames = clientNames;
        _log = log;
        _protocols = allowsTls12 ? SslProtocols.Tls12 | SslProtocols.Tls13 : SslProtocols.Tls13;
        var meter = meters.Create(TelemetryNames.Source);
        _refused = meter.CreateCounter<long>(TelemetryNames.ClientsRefused, "{connection}", "Connections refused for their client certificate.");
        meter.CreateObservableGauge(TelemetryNames.CertificateExpiry, Expiries, "s", "When a certificate ends, in Unix time.");
    }

    /// <summary>Makes an endpoint speak TLS.</summary>
    public void Configure(ListenOptions endpoint)
        => endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(Current().Options) });

    private Snapshot Current()
    {
        var certificate = _certificate.Current;
        var authorities = _authorities?.Current;
        var snapshot = _snapshot;
        if (snapshot is null || snapshot.Certificate != certificate || snapshot.Authorities != authorities)
        {
            // Two connections may both build one; either is right.
            snapshot = new Snapshot(certificate, authorities, Build(certificate, authorities));
            _snapshot = snapshot;
        }

        return snapshot;
    }

    private SslServerAuthenticationOptions Build(ServerCertificate certificate, ClientAuthorities? authorities)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Context,
            EnabledSslProtocols = _protocols,
        };
        if (authorities is not null)
        {
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = ClientCertificateCheck.ChainPolicy(authorities);
            // A resumed session would skip the check, and with it a changed authority.
            options.AllowTlsResume = false;
            options.RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
            {
                var problem = ClientCertificateCheck.Problem(shown, chain, errors, _clientNames);
                if (problem is not null)
                {
                    _refused.Add(1);
                    LogRefused(_log, Bounded.Text(problem));
                }

                return problem is null;
            };
        }

        return options;
    }

    private IEnumerable<Measurement<long>> Expiries()
    {
        yield return Expiry(_certificate.Name, _certificate.Current.NotAfter);
        if (_authorities is not null)
        {
            yield return Expiry(_authorities.Name, _authorities.Current.NotAfter);
        }
    }

    private static Measurement<long> Expiry(string name, DateTimeOffset notAfter)
        => new(notAfter.ToUnixTimeSeconds(), new KeyValuePair<string, object?>(TelemetryNames.File, name));

    [LoggerMessage(EventId = 210, EventName = "ClientRefused", Level = LogLevel.Warning, Message = "Refused a connection: {Problem}")]
    private static partial void LogRefused(ILogger log, string problem);

    private sealed record Snapshot(ServerCertificate Certificate, ClientAuthorities? Authorities, SslServerAuthenticationOptions Options);
}
