using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Cli.Init.Signing;

namespace Bouncer.Cli.Tests.Init;

/// <summary>What the signer is asked for, and what its refusals mean.</summary>
public sealed class SigningRequestTests : IDisposable
{
    private static readonly CertificateSubject s_subject = new(
        "system:node:image-bouncer-webhook.default.pod.cluster.local", "system:nodes", ["image-bouncer-webhook", "image-bouncer-webhook.default.svc", "10.0.0.7", "::1"]);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Request_SaysWhatTheSignerWants()
    {
        var request = CertificateRequest.LoadSigningRequestPem(s_subject.Request(_key), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);

        Assert.Equal("O=system:nodes, CN=system:node:image-bouncer-webhook.default.pod.cluster.local", request.SubjectName.Name);
        var names = new X509SubjectAlternativeNameExtension(Assert.Single(request.CertificateExtensions).RawData);
        Assert.Equal(["image-bouncer-webhook", "image-bouncer-webhook.default.svc"], names.EnumerateDnsNames());
        Assert.Equal(["10.0.0.7", "::1"], names.EnumerateIPAddresses().Select(a => a.ToString()));
    }

    [Fact]
    public void RequestOfAnEarlierRun_IsKnownAgain()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = s_subject.Request(_key);

        Assert.True(s_subject.IsRequestedBy(request, _key));
        Assert.False(s_subject.IsRequestedBy(request, other));
        Assert.False((s_subject with { Hosts = ["image-bouncer-webhook"] }).IsRequestedBy(request, _key));
        Assert.False((s_subject with { CommonName = "other" }).IsRequestedBy(request, _key));
        Assert.False(s_subject.IsRequestedBy("no request", _key));
    }

    [Theory]
    [InlineData("subject organization is not system:nodes", "s signs for the organization system:nodes alone. Leave out --organization, or name with --signer one that signs for yours.")]
    [InlineData("subject common name does not begin with system:node:", "s signs for names that begin with system:node: alone. Leave out --common-name, or name with --signer one that signs for yours.")]
    [InlineData("DNS or IP subjectAltName is required", "The request carries neither a DNS name nor an address: name one with --host.")]
    [InlineData("usages did not match [digital signature key encipherment server auth]", "s wants other usages than digital signature, key encipherment and server auth, which a server needs. Name with --signer one that signs for servers.")]
    [InlineData("on holiday", "Ask who runs s; its log says more (for kubernetes.io/..., that of kube-controller-manager).")]
    public void RefusalOfASigner_HasARemedy(string reason, string remedy)
        => Assert.Equal(remedy, SignerReasons.Remedy("s", reason));
}
