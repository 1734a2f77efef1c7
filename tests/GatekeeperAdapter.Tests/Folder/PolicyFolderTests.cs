using System.Diagnostics.Metrics;
using Bouncer.Admission.Files;
using Bouncer.GatekeeperAdapter.Folder;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Telemetry;
using Bouncer.GatekeeperAdapter.Tests.Support;
using Bouncer.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Bouncer.GatekeeperAdapter.Tests.Folder;

/// <summary>A folder that changes while the service runs.</summary>
public class PolicyFolderTests
{
    private const string Denied = "[repos] evil.com/x is not from an allowed repository";

    [Fact]
    public async Task Files_AreFoundInFoldersInEveryFormat()
    {
        var list = $$"""{"apiVersion":"v1","kind":"List","items":[{{Policies.Json(Policies.AllowedRepos)}}]}""";
        await using var adapter = await RunningAdapter.StartAsync(("a/b/template.json", list), ("z/constraint.yml", "---\n" + Policies.Constraint() + "\n---\n"), ("notes.txt", "no policy"));

        Assert.Equal(Denied, (await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Message);
        Assert.Empty(adapter.PolicyFolder.Problems);
    }

    [Fact]
    public async Task HiddenFolders_DoNotCount()
    {
        // As Kubernetes mounts a ConfigMap: the files lie in a hidden folder, and links lead there.
        await using var adapter = await RunningAdapter.StartAsync(("..2026/t.yaml", Policies.AllowedRepos), ("..2026/c.yaml", Policies.Constraint()));
        Assert.Empty(adapter.State.Snapshot.Constraints);

        File.CreateSymbolicLink(Path.Combine(adapter.Policies, "t.yaml"), Path.Combine("..2026", "t.yaml"));
        File.CreateSymbolicLink(Path.Combine(adapter.Policies, "c.yaml"), Path.Combine("..2026", "c.yaml"));
        await ReloadedAsync(adapter, 2);

        Assert.Single(adapter.State.Snapshot.Constraints);
        Assert.Empty(adapter.PolicyFolder.Problems);
    }

    [Fact]
    public async Task ChangedFile_ComesIntoForce()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));
        var version = adapter.State.Version;

        adapter.Write("c.yaml", Policies.Constraint(parameters: "{repos: [evil.com/]}"));
        await ReloadedAsync(adapter, 2);

        Assert.True((await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Allowed);
        Assert.NotEqual(version, adapter.State.Version);
    }

    [Fact]
    public async Task RemovedFile_GoesOutOfForce()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

        File.Delete(Path.Combine(adapter.Policies, "c.yaml"));
        await ReloadedAsync(adapter, 2);

        Assert.True((await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Allowed);
    }

    [Fact]
    public async Task BadDocument_LeavesItsOlderVersionInForceWhileGoodOnesApply()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

        adapter.Write("t.yaml", Policies.AllowedRepos.Replace("msg :=", "msg ==", StringComparison.Ordinal));
        adapter.Write("warn.yaml", Policies.Constraint("warns", action: "warn"));
        await ReloadedAsync(adapter, 2);

        var answer = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"));
        Assert.Equal(Denied, answer.Message);
        Assert.Equal(["[warns] evil.com/x is not from an allowed repository"], answer.Warnings);
        var problem = Assert.Single(adapter.PolicyFolder.Problems);
        Assert.StartsWith("t.yaml:1: ConstraintTemplate allowedrepos is in force in an older version: ", problem, StringComparison.Ordinal);
        var readiness = await adapter.GetManagementAsync("/readyz");
        Assert.Contains("ConstraintTemplate allowedrepos is in force in an older version", readiness, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNoYaml_LeavesItsDocumentsInForce()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

        adapter.Write("c.yaml", "spec: [\n");
        await ReloadedAsync(adapter, 2);

        Assert.Equal(Denied, (await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Message);
        Assert.StartsWith("c.yaml:", Assert.Single(adapter.PolicyFolder.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConstraintBeforeItsTemplate_WaitsForIt()
    {
        await using var adapter = await RunningAdapter.StartAsync(("c.yaml", Policies.Constraint()));
        Assert.StartsWith("c.yaml:1: AllowedRepos repos is not in force: ", Assert.Single(adapter.PolicyFolder.Problems), StringComparison.Ordinal);
        Assert.True((await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Allowed);

        adapter.Write("t.yaml", Policies.AllowedRepos);
        await ReloadedAsync(adapter, 2);

        Assert.Equal(Denied, (await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Message);
        Assert.Empty(adapter.PolicyFolder.Problems);
    }

    [Fact]
    public async Task DocumentThatIsThereTwice_CountsOnceAndIsTold()
    {
        await using var adapter = await RunningAdapter.StartAsync(
            ("t.yaml", Policies.AllowedRepos), ("a.yaml", Policies.Constraint()), ("b.yaml", Policies.Constraint(parameters: "{repos: [evil.com/]}")));

        Assert.Equal(["b.yaml:1: AllowedRepos repos is in a.yaml:1 already, and that one counts"], adapter.PolicyFolder.Problems);
        Assert.Equal(Denied, (await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Message);
    }

    [Fact]
    public async Task DocumentThatIsNoObject_IsToldWithItsPlace()
    {
        await using var adapter = await RunningAdapter.StartAsync(("x.yaml", "a: 1\n---\n- 2\n"));

        Assert.Equal(
        [
            "x.yaml:1: this is no Kubernetes object: it needs apiVersion, kind and metadata.name",
            "x.yaml:3: this is no Kubernetes object: it needs apiVersion, kind and metadata.name",
        ],
        adapter.PolicyFolder.Problems);
    }

    [Fact]
    public async Task FolderThatIsGone_TakesNothingOutOfForce()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()));

        Directory.Move(adapter.Policies, adapter.Policies + ".away");
        await Eventually.HoldsAsync(
            () => Task.FromResult(adapter.PolicyFolder.Failure is not null), "the loss is noticed", TestContext.Current.CancellationToken);

        Assert.Equal($"{adapter.Policies} cannot be read; what was in it stays in force", adapter.PolicyFolder.Failure);
        Assert.Equal(Denied, (await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"))).Message);

        Directory.Move(adapter.Policies + ".away", adapter.Policies);
        await ReloadedAsync(adapter, 2);
        Assert.Null(adapter.PolicyFolder.Failure);
    }

    [Fact]
    public async Task OtherObjects_AreInventory()
    {
        var template = Policies.Template(
            "unique", "Unique", "package unique\n\nviolation[{\"msg\": msg}] {\n  other := data.inventory.namespace[_][\"v1\"][\"Pod\"][name]\n  msg := sprintf(\"there is %v\", [name])\n}\n");
        await using var adapter = await RunningAdapter.StartAsync(
            ("t.yaml", template), ("c.yaml", Policies.Constraint("one", "Unique", parameters: null)), ("pod.json", Reviews.Pod()));

        Assert.Equal("[one] there is thing", (await adapter.AdmitAsync(Reviews.OfPod())).Message);
    }

    [Fact]
    public void FileThatChangesAgain_IsNotReadHalf()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.yaml", Policies.AllowedRepos);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var state = new PolicyState(
            new AdapterOptions { CertificatePath = "", KeyPath = "" }, new IngestionMeter(services.GetRequiredService<IMeterFactory>()));
        var read = new PolicyFolder(folder.Path, state, TimeProvider.System);
        read.Load();

        folder.Write("c.yaml", "half");
        Assert.Equal(PollResult.Unchanged, read.Poll());
        folder.Write("c.yaml", Policies.Constraint());
        Assert.Equal(PollResult.Unchanged, read.Poll());
        Assert.Equal(PollResult.Loaded, read.Poll());
        Assert.Equal(PollResult.Unchanged, read.Poll());
    }

    private static Task ReloadedAsync(RunningAdapter adapter, int generation)
        => Eventually.HoldsAsync(
            () => Task.FromResult(adapter.PolicyFolder.Generation == generation), $"generation {generation}", TestContext.Current.CancellationToken);
}
