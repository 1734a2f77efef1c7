using Bouncer.Cli.Cluster;
using Bouncer.Cli.Init;
using Bouncer.Cli.Init.ApiServer;
using Bouncer.Constraints.Suites;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Tests.Init;

/// <summary>What <c>bouncer init</c> writes is what <c>deploy/</c> has, in which the names are those of the manifests.</summary>
public class ApiServerFilesTests
{
    private static readonly InitOptions s_options = new()
    {
        Namespace = Names.Namespace,
        Service = Names.Service,
        Secret = Names.Secret,
        Signer = "kubernetes.io/kubelet-serving",
        Organization = "system:nodes",
        Server = new(Names.Server),
        Folder = Names.Folder,
        AuthorityFile = "/etc/kubernetes/pki/ca.crt",
        ClientCertificateFile = "/etc/kubernetes/pki/apiserver.crt",
        ClientKeyFile = "/etc/kubernetes/pki/apiserver.key",
    };

    [Fact]
    public void Admission_IsThatOfTheManifests()
        => Assert.Equal(Document(Repository.Read("deploy/kube-apiserver/admission.yaml")), Document(ApiServerFiles.Admission(s_options)));

    [Theory]
    [InlineData("--allow-ttl <seconds>", 30)]
    [InlineData("--deny-ttl <seconds>", 5)]
    public void TimesThatNobodyNames_AreThoseOfTheManifests(string option, int seconds)
    {
        var help = string.Join(' ', BouncerRun.Of("init", "--help").Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        var ofOption = help[help.IndexOf(option, StringComparison.Ordinal)..];
        Assert.StartsWith($"[default: {seconds}]", ofOption[ofOption.IndexOf("[default: ", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Kubeconfig_IsThatOfTheManifests()
        => Assert.Equal(Document(Repository.Read("deploy/kube-apiserver/kubeconfig.yaml")), Document(ApiServerFiles.Kubeconfig(s_options)));

    [Fact]
    public void OddPath_IsQuoted()
    {
        const string Odd = "/srv/my certs: \"new\"#1/ca.crt";

        var text = ApiServerFiles.Kubeconfig(s_options with { AuthorityFile = Odd });

        Assert.Equal(Odd, Assert.IsType<RegoObject>(Document(text).ListAt("clusters")[0]).TextAt("cluster", "certificate-authority"));
    }

    [Theory]
    [InlineData("deploy/webhook/deployment.yaml", "secretName: tls-image-bouncer-webhook")]
    [InlineData("deploy/webhook/service.yaml", "name: image-bouncer-webhook")]
    [InlineData("deploy/webhook/service.yaml", "nodePort: 30020")]
    public void Manifest_HasTheNamesOfTheCertificate(string file, string line) => Assert.Contains(line, Repository.Read(file), StringComparison.Ordinal);

    private static RegoObject Document(string text)
    {
        var file = SourceFile.Parse("file", text);
        Assert.Empty(file.Problems);
        return Assert.Single(file.Documents).Document;
    }
}
