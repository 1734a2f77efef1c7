using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bouncer.Cli.Doctor;
using Bouncer.Cli.Doctor.Checks;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Tests.Doctor;

/// <summary>What a test cluster cannot be brought to: other versions, clocks and times.</summary>
public class DoctorCheckTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("v1.20.2", true)]
    [InlineData("v1.24.14", true)]
    [InlineData("v1.24.15", false)]
    [InlineData("v1.25.10+k3s1", true)]
    [InlineData("v1.25.11", false)]
    [InlineData("v1.26.5", true)]
    [InlineData("v1.26.6", false)]
    [InlineData("v1.27.2", true)]
    [InlineData("v1.27.3", false)]
    [InlineData("v1.28.0", false)]
    public void Version_HasTheGapOrNot(string text, bool hasIt)
    {
        Assert.True(ApiServerVersion.TryParse(text, out var version));
        Assert.Equal(hasIt, version.SkipsEphemeralContainers);
    }

    [Fact]
    public void GapThatNobodyCloses_IsAProblem()
    {
        var finding = Ephemeral("v1.27.2", []);

        Assert.Equal(FindingStatus.Problem, finding.Status);
        Assert.Equal("v1.27.2 lets ephemeral containers past the ImagePolicyWebhook plugin (CVE-2023-2727)", finding.Message);
        Assert.Equal("Upgrade to 1.24.15, 1.25.11, 1.26.6, 1.27.3 or later, or register the Webhook's / for pods/ephemeralcontainers (docs/install.md).", finding.Remedy);
        Assert.EndsWith(", and whether a ValidatingWebhookConfiguration asks about them is not known", Ephemeral("v1.27.2", null).Message, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Ok, Ephemeral("v1.27.2", [Webhook("""{"apiGroups": [""], "operations": ["*"], "resources": ["pods/*"]}""")]).Status);
        Assert.Equal(FindingStatus.Problem, Ephemeral("v1.27.2", [Webhook("""{"apiGroups": ["*"], "operations": ["*"], "resources": ["*"]}""")]).Status);
        Assert.Equal(FindingStatus.Ok, Ephemeral("v1.27.3", []).Status);
        Assert.Equal(FindingStatus.Warning, Ephemeral("nothing", []).Status);
    }

    [Theory]
    [InlineData(5, "ok", "the API server's clock and the one here agree")]
    [InlineData(-6, "warning", "the API server's clock is 6 s ahead of the one here")]
    [InlineData(301, "problem", "the API server's clock is 301 s behind the one here")]
    public void Clocks_AreCompared(int secondsBehind, string status, string message)
    {
        var finding = ApiServerCheck.Clock(s_now - TimeSpan.FromSeconds(secondsBehind), s_now);

        Assert.Equal((status, message), (finding.Status.ToString().ToLowerInvariant(), finding.Message));
    }

    [Theory]
    [InlineData(100, -1, "problem", "w has a certificate that has ended on ")]
    [InlineData(100, 29, "warning", "w has a certificate that ends on ")]
    [InlineData(100, 31, "ok", "w has a certificate until ")]
    [InlineData(5, 2, "warning", "w has a certificate that ends on ")]
    [InlineData(5, 3, "ok", "w has a certificate until ")]
    public void EndOfACertificate_IsSeenInTime(int daysOld, int daysLeft, string status, string message)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=w", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("w.example.com");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(s_now - TimeSpan.FromDays(daysOld), s_now + TimeSpan.FromDays(daysLeft));

        var finding = CertificateFindings.Of("webhook", "w", certificate, [], "w.example.com", [certificate], s_now);

        Assert.Equal(status, finding.Status.ToString().ToLowerInvariant());
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allowTTL: 30", "ok", "refuses what cannot be asked about")]
    [InlineData("allowTTL: 60", "ok", "refuses what cannot be asked about")]
    [InlineData("allowTTL: -1", "ok", "refuses what cannot be asked about")]
    [InlineData("allowTTL: 61", "warning", "has the API server remember for 61 s that images are allowed, so that a stricter policy counts that much later")]
    [InlineData("denyTTL: 5", "warning", "has the API server remember for 300 s that images are allowed, so that a stricter policy counts that much later")]
    [InlineData("allowTTL: 0", "warning", "has the API server remember for 300 s that images are allowed, so that a stricter policy counts that much later")]
    public void LongMemory_IsWarnedOf(string setting, string status, string message)
    {
        using var folder = new TestFolder();
        var file = folder.Write("admission.yaml", $"apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{{name: ImagePolicyWebhook, configuration: {{imagePolicy: {{{setting}, defaultAllow: false}}}}}}]\n");
        List<Finding> findings = [];

        AdmissionConfigurationCheck.Run(file, findings);

        Assert.Equal((status, $"{file} {message}"), (findings[0].Status.ToString().ToLowerInvariant(), findings[0].Message));
        Assert.Equal(status == "ok" ? null : "Set allowTTL to 30, as bouncer init does.", findings[0].Remedy);
    }

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"matchLabels": {"a": "1"}}""", true)]
    [InlineData("""{"matchLabels": {"a": "2"}}""", false)]
    [InlineData("""{"matchExpressions": [{"key": "a", "operator": "In", "values": ["0", "1"]}]}""", true)]
    [InlineData("""{"matchExpressions": [{"key": "a", "operator": "NotIn", "values": ["1"]}]}""", false)]
    [InlineData("""{"matchExpressions": [{"key": "b", "operator": "NotIn", "values": ["1"]}]}""", true)]
    [InlineData("""{"matchExpressions": [{"key": "b", "operator": "Exists"}]}""", false)]
    [InlineData("""{"matchExpressions": [{"key": "b", "operator": "DoesNotExist"}, {"key": "a", "operator": "Exists"}]}""", true)]
    [InlineData("""{"matchExpressions": [{"key": "a", "operator": "Near"}]}""", false)]
    public void Selector_SelectsAsTheApiServers(string selector, bool selects)
        => Assert.Equal(selects, LabelSelector.Selects(Json(selector), Json("""{"metadata": {"labels": {"a": "1"}}}""")));

    private static Finding Ephemeral(string version, IReadOnlyList<WebhookRegistration>? webhooks)
    {
        List<Finding> findings = [];
        EphemeralContainerCheck.Run(ApiServerVersion.TryParse(version, out var parsed) ? parsed : null, webhooks, findings);
        return Assert.Single(findings);
    }

    private static WebhookRegistration Webhook(string rule) => new("c", Json($$"""{"name": "w", "rules": [{{rule}}]}"""));

    private static RegoObject Json(string text) => (RegoObject)RegoJson.Parse(text);
}
