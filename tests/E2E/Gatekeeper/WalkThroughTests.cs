using Bouncer.E2E.Cluster;
using k8s;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>Approach 2 of the walk-through, as a person types it.</summary>
public sealed class WalkThroughTests(ClusterFixture cluster) : GatekeeperTest(cluster)
{
    private const string SampleKind = "K8sAllowedRepos";
    private const string SampleConstraint = "whitelist-dockerhub";

    [Fact]
    public async Task TemplateAndConstraint_AreApplied_ThenBusyboxOfDockerHubRuns_AndOthersAreRefused()
    {
        Assert.Equal((0, "constrainttemplate.templates.gatekeeper.sh/k8sallowedrepos created\n"), await KubectlApplyAsync("template.yaml"));
        Assert.Equal($"k8sallowedrepos.constraints.gatekeeper.sh/{SampleConstraint} created\n", await ApplyConstraintAsync(Sample("constraint.yaml"), SampleKind, SampleConstraint));

        Assert.Equal((0, "pod/dh-busybox created\n"), await KubectlApplyAsync("pods/allowed.yaml"));
        var (exitCode, refusal) = await KubectlApplyAsync("pods/denied.yaml");

        Assert.Equal(1, exitCode);
        Assert.Contains(
            $"""
            admission webhook "validation.gatekeeper.sh" denied the request: [{SampleConstraint}] container "busybox" has image "registry.example.com/busybox"; allowed is what begins with one of ["docker.io/"]
            [{SampleConstraint}] container "prepare" has image "docker.io.evil.com/library/busybox"; allowed is what begins with one of ["docker.io/"]
            """,
            refusal,
            StringComparison.Ordinal);
        Assert.Contains("[whitelist-dockerhub] container \"gcr\" has image", (await Namespace.KubectlAsync("run", "gcr", "--image=gcr.io/google-containers/busybox")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConstraintAsTheWalkThroughHasIt_IsWarnedOf_SinceItsPrefixAdmitsALookAlike()
    {
        Assert.Equal(0, (await KubectlApplyAsync("template.yaml")).ExitCode);

        var output = await ApplyConstraintAsync(Sample("constraint.yaml").Replace("docker.io/\"", "docker.io\"", StringComparison.Ordinal), SampleKind, SampleConstraint);

        Assert.Contains("Warning: ", output, StringComparison.Ordinal);
        Assert.Contains("docker.io.", output, StringComparison.Ordinal);
        Assert.Null(await Namespace.TryCreatePodAsync("docker.io/library/busybox", "dh-busybox"));
        Assert.Null(await Namespace.TryCreatePodAsync("docker.io.evil.com/library/busybox", "look-alike")); // Gatekeeper's meaning of it.
        Assert.NotNull(await Namespace.TryCreatePodAsync(Bad));
    }

    [Fact]
    public async Task TemplateWhoseTargetsStandBesideItsSpec_IsToldWhereTheyBelong()
    {
        var (exitCode, output) = await Namespace.ApplyAsync(MisindentedDocuments.Template);

        Assert.Equal(1, exitCode);
        Assert.Contains("targets", output, StringComparison.Ordinal);
        Assert.Contains("spec.targets", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConstraintWhoseKindsStandBesideItsMatch_IsToldWhereTheyBelong()
    {
        Assert.Equal(0, (await KubectlApplyAsync("template.yaml")).ExitCode);

        var (exitCode, output) = await ApplyOnceServedAsync(MisindentedDocuments.Constraint);

        Assert.Equal(1, exitCode);
        Assert.Contains("kinds", output, StringComparison.Ordinal);
        Assert.Contains("spec.match.kinds", output, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    protected override Task CleanUpAsync() => DeleteQuietlyAsync(() => Cluster.Client.CustomObjects.DeleteClusterCustomObjectAsync(
        "templates.gatekeeper.sh", "v1", "constrainttemplates", "k8sallowedrepos", cancellationToken: CancellationToken.None));

    private static string SamplePath(string file) => Path.Combine(AppContext.BaseDirectory, "samples/allowed-repos", file);

    private static string Sample(string file) => File.ReadAllText(SamplePath(file));

    private Task<(int ExitCode, string Output)> KubectlApplyAsync(string file) => Namespace.KubectlAsync("apply", "-f", SamplePath(file));
}
