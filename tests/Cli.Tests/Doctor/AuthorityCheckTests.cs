using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Cli.Doctor;
using Bouncer.Cli.Doctor.Checks;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Tests.Doctor;

/// <summary>What is made of what a webhook's service shows and of what lies in its Secret.</summary>
public sealed class AuthorityCheckTests : IDisposable
{
    private const string Host = "image-bouncer-webhook.default.svc";
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly CertificateAnswer s_unreachable = CertificateAnswer.Unknown("it does not answer within 3 s");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public AuthorityCheckTests() => _authority = Authority("the cluster's");

    public void Dispose()
    {
        _key.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void ShownCertificate_IsWhatCounts_WhereItIsTheStoredOne()
    {
        var certificate = Issue(_authority, Host);

        AssertIs("ok", $"w ({Host}) has a certificate until 2027-01-23 that is trusted", Of(certificate), Of(certificate));
        AssertIs("ok", $"w ({Host}) has a certificate until 2027-01-23 that is trusted", Of(certificate), CertificateAnswer.Unknown("secrets are forbidden"));
    }

    [Fact]
    public void StoredCertificate_IsToldIfItIsWorse()
    {
        using var stranger = Authority("a stranger's");

        AssertIs(
            "problem",
            $"w (Secret default/tls-image-bouncer-webhook, which {Host} does not show yet) has a certificate that the API server does not trust: it was issued by CN=a stranger's, and the authority is CN=the cluster's (PartialChain)",
            Of(Issue(_authority, Host)),
            Of(Issue(stranger, Host)));
        AssertIs(
            "problem",
            $"w ({Host}) has a certificate that the API server does not trust: it was issued by CN=a stranger's, and the authority is CN=the cluster's (PartialChain)",
            Of(Issue(stranger, Host)),
            Of(Issue(_authority, Host)));
    }

    [Fact]
    public void StoredCertificate_StandsForWhatCannotBeCalled()
    {
        AssertIs(
            "ok",
            $"w (Secret default/tls-image-bouncer-webhook, since {Host} cannot be called from here) has a certificate until 2027-01-23 that is trusted",
            s_unreachable,
            Of(Issue(_authority, Host)));
        AssertIs(
            "problem",
            $"w (Secret default/tls-image-bouncer-webhook, since {Host} cannot be called from here) has a certificate for image-bouncer-webhook, and not for {Host}",
            s_unreachable,
            Of(Issue(_authority, "image-bouncer-webhook")));
    }

    [Fact]
    public void Stranger_AtTheAddressOfAServiceThatIsGood_IsNoProblemOfTheService()
    {
        using var stranger = Authority("a stranger's");

        AssertIs(
            "warning",
            $"w: Secret default/tls-image-bouncer-webhook is good, and who answers at the address of {Host} has a certificate for proxy.example.com",
            Of(Issue(stranger, "proxy.example.com")),
            Of(Issue(_authority, Host)));
        AssertIs(
            "problem",
            $"w (Secret default/tls-image-bouncer-webhook, which {Host} does not show yet) has a certificate for image-bouncer-webhook, and not for {Host}",
            Of(Issue(stranger, "proxy.example.com")),
            Of(Issue(_authority, "image-bouncer-webhook")));
        AssertIs(
            "problem",
            $"w ({Host}) has a certificate for proxy.example.com, and not for {Host}",
            Of(Issue(stranger, "proxy.example.com")),
            CertificateAnswer.Missing("there is no Secret"));
    }

    [Fact]
    public void WhatIsNotThere_IsAProblem_AndWhatMayNotBeSeenAWarning()
    {
        AssertIs(
            "problem",
            $"w: {Host} cannot be called: it does not answer within 3 s, and Secret default/tls-image-bouncer-webhook is not there",
            s_unreachable,
            CertificateAnswer.Missing("Secret default/tls-image-bouncer-webhook is not there"));
        AssertIs("problem", $"w: {Host} cannot be called: there is no such Service", CertificateAnswer.Missing("there is no such Service"), Of(Issue(_authority, Host)));
        AssertIs(
            "warning",
            $"w: not checked: {Host} cannot be called from here (it does not answer within 3 s), and what it shows is not known: secrets are forbidden",
            s_unreachable,
            CertificateAnswer.Unknown("secrets are forbidden"));
    }

    [Theory]
    [InlineData("""{"service": {"namespace": "default", "name": "image-bouncer-webhook"}}""", "image-bouncer-webhook.default.svc", "default/of-option", 443)]
    [InlineData("""{"service": {"namespace": "gatekeeper-system", "name": "gatekeeper-webhook-service", "port": 8443}}""", "gatekeeper-webhook-service.gatekeeper-system.svc", "gatekeeper-system/gatekeeper-webhook-server-cert", 8443)]
    [InlineData("""{"url": "https://webhook.example.com:8443/v1/admit"}""", "webhook.example.com", "namespace/of-option", null)]
    public void Target_IsWhatTheApiServerCalls(string clientConfig, string host, string secret, int? port)
    {
        var webhook = new WebhookRegistration("c", (RegoObject)RegoJson.Parse($$"""{"name": "w", "clientConfig": {{clientConfig}} }"""));

        var target = WebhookTarget.Of(webhook, new(null, "namespace", "of-option", null, null, false));

        Assert.Equal((host, secret, port), (target.Host, $"{target.Secret.Namespace}/{target.Secret.Name}", target.Service?.Port));
    }

    private void AssertIs(string status, string message, CertificateAnswer shown, CertificateAnswer stored)
    {
        var target = new WebhookTarget(Host, Host, new("default", "image-bouncer-webhook", 443), null, ("default", "tls-image-bouncer-webhook"));

        var finding = AuthorityCheck.Judge("w", target, shown, stored, [_authority], s_now);

        Assert.Equal((status, message), (finding.Status.ToString().ToLowerInvariant(), finding.Message));
    }

    private static CertificateAnswer Of(X509Certificate2 certificate) => CertificateAnswer.Of([certificate]);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(s_now.AddDays(-90), s_now.AddDays(90));
    }

    private X509Certificate2 Issue(X509Certificate2 authority, string host)
    {
        var request = new CertificateRequest("CN=w", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(authority, s_now.AddDays(-60), s_now.AddDays(60), RandomNumberGenerator.GetBytes(12));
    }
}
