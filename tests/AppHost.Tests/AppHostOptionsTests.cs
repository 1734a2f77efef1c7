using Bouncer.TestSupport;
using Microsoft.Extensions.Configuration;

namespace Bouncer.AppHost.Tests;

public class AppHostOptionsTests
{
    [Theory]
    [InlineData(null, 30020)]
    [InlineData("8443", 8443)]
    [InlineData("65535", 65535)]
    [InlineData("0", null)]
    public void AdmissionPort_IsAPort_OrAnyFreeOne(string? given, int? expected)
        => Assert.Equal(expected, Read(("admission-port", given)).AdmissionPort);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("https")]
    public void OtherAdmissionPort_IsAnError(string given)
        => AssertError($"--admission-port is '{given}'. Use a port from 1 to 65535, or 0 for any free one.", ("admission-port", given));

    [Theory]
    [InlineData(null, "docker.io,gcr.io")]
    [InlineData("quay.io", "quay.io")]
    public void AllowedRegistries_AreThoseOfTheWalkThrough_UnlessGiven(string? given, string expected)
        => Assert.Equal(expected, Read(("allowed-registries", given)).AllowedRegistries);

    [Fact]
    public void Policy_IsAFile()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("policy.yaml", "");

        Assert.Equal(file, Read(("policy", file)).PolicyFile);
        AssertError("--policy is '/nowhere/policy.yaml', and there is no such file.", ("policy", "/nowhere/policy.yaml"));
        AssertError(
            "--allowed-registries and --policy are both given. Write the list as an allow rule of the policy.", ("policy", file), ("allowed-registries", "docker.io"));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("none", false)]
    [InlineData("required", true)]
    public void ClientCertificates_AreRequired_IfAskedFor(string? given, bool expected)
        => Assert.Equal(expected, Read(("client-certificates", given)).RequireClientCertificates);

    [Theory]
    [InlineData(null, null)]
    [InlineData("native", ClusterKind.Native)]
    [InlineData("none", ClusterKind.None)]
    internal void Cluster_IsOneOfTwo_OrDependsOnWhatIsThere(string? given, ClusterKind? expected)
        => Assert.Equal(expected, Read(("cluster", given)).Cluster);

    [Theory]
    [InlineData(null, true, 18888)]
    [InlineData("0", true, null)]
    [InlineData("none", false, null)]
    public void Dashboard_IsThere_UnlessNoneIsWanted(string? given, bool expected, int? port)
        => Assert.Equal(new(expected, port), Read(("dashboard-port", given)).Dashboard);

    [Fact]
    public void GatekeepersPort_IsGatekeepers_UnlessGiven()
    {
        Assert.Equal(8443, Read().Gatekeeper.Port);
        Assert.Equal(9443, Read(("gatekeeper-port", "9443")).Gatekeeper.Port);
        Assert.Null(Read(("gatekeeper-port", "0")).Gatekeeper.Port);
        AssertError("--gatekeeper-port is 'https'. Use a port from 1 to 65535, or 0 for any free one.", ("gatekeeper-port", "https"));
    }

    [Fact]
    public void Constraints_AreAFolder()
    {
        using var folder = new TemporaryFolder();

        Assert.Null(Read().Gatekeeper.ConstraintsFolder);
        Assert.Equal(folder.Path, Read(("constraints", folder.Path)).Gatekeeper.ConstraintsFolder);
        AssertError("--constraints is '/nowhere', and there is no such folder.", ("constraints", "/nowhere"));
    }

    [Fact]
    public void Kubeconfig_IsOfACluster_ThatTheAppHostDoesNotStart()
    {
        using var folder = new TemporaryFolder();
        var options = Read(("kubeconfig", "/later/admin.kubeconfig"));

        Assert.Equal("/later/admin.kubeconfig", options.Gatekeeper.KubeconfigFile);
        Assert.Equal(ClusterKind.None, options.Cluster);
        AssertError(
            "--kubeconfig is given, and --cluster is 'native'. Use the cluster that is there, or start one.", ("kubeconfig", "/a"), ("cluster", "native"));
        AssertError(
            $"--kubeconfig and --constraints are both given. Apply the folder to the cluster: kubectl apply -f {folder.Path}",
            ("kubeconfig", "/a"), ("constraints", folder.Path));
    }

    [Fact]
    public void AllMistakes_AreNamedAtOnce()
        => AssertError(
            """
            --admission-port is 'x'. Use a port from 1 to 65535, or 0 for any free one.
            --client-certificates is 'yes'. Use 'none' or 'required'.
            --cluster is 'k8s'. Use 'native' for a control plane on this machine, or 'none'.
            """,
            ("admission-port", "x"), ("client-certificates", "yes"), ("cluster", "k8s"));

    private static AppHostOptions Read(params (string Key, string? Value)[] given)
    {
        using var errors = new StringWriter();
        Assert.True(AppHostOptions.TryRead(Configuration(given), errors, out var options), errors.ToString());
        return options;
    }

    private static void AssertError(string expected, params (string Key, string? Value)[] given)
    {
        using var errors = new StringWriter();
        Assert.False(AppHostOptions.TryRead(Configuration(given), errors, out _));
        Assert.Equal(expected, errors.ToString().TrimEnd(), ignoreLineEndingDifferences: true);
    }

    private static IConfiguration Configuration((string Key, string? Value)[] given)
        => new ConfigurationBuilder().AddInMemoryCollection(given.Where(g => g.Value is not null).Select(g => KeyValuePair.Create(g.Key, g.Value))).Build();
}
