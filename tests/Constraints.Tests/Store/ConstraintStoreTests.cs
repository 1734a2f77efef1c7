using Bouncer.Constraints.Store;
using Bouncer.Constraints.Tests.Building;

namespace Bouncer.Constraints.Tests.Store;

public class ConstraintStoreTests
{
    private const string Templates = "templates.gatekeeper.sh";
    private const string Constraints = "constraints.gatekeeper.sh";

    private readonly ConstraintStore _store = new();

    [Fact]
    public void ConstraintBeforeItsTemplate_IsPendingUntilItComes()
    {
        var pending = Apply(Yaml.Constraint("{}"));

        Assert.Equal(StoreChangeKind.Pending, pending.Kind);
        Assert.Equal("kind: missing ConstraintTemplate: template \"k8sallowedrepos\" not found", Assert.Single(pending.Problems).ToString());
        Assert.Empty(_store.Snapshot.Constraints);

        Assert.Equal(StoreChangeKind.Applied, Apply(Yaml.AllowedRepos).Kind);

        Assert.Equal("K8sAllowedRepos/dockerhub", Assert.Single(_store.Snapshot.Constraints).ToString());
        Assert.Equal(StoreStatus.Active, Assert.Single(_store.Constraints).Status);
    }

    [Fact]
    public void TemplateThatWentBad_LeavesTheOlderOneInForce()
    {
        Apply(Yaml.AllowedRepos);
        Apply(Yaml.Constraint("{}"));
        var inForce = _store.Snapshot.Constraints[0].Template;

        var change = Apply(Yaml.AllowedRepos.Replace("not any(satisfied)", "not any(", StringComparison.Ordinal));

        Assert.Equal(StoreChangeKind.Refused, change.Kind);
        Assert.Equal(StoreStatus.Error, Assert.Single(_store.Templates).Status);
        Assert.Same(inForce, Assert.Single(_store.Snapshot.Constraints).Template);
        Assert.Equal(StoreChangeKind.Applied, Apply(Yaml.AllowedRepos).Kind);
        Assert.Equal(StoreStatus.Active, Assert.Single(_store.Templates).Status);
    }

    [Fact]
    public void TemplateThatIsBadFromTheStart_LeavesItsConstraintsPending()
    {
        Apply(Yaml.AllowedRepos.Replace("not any(satisfied)", "not any(", StringComparison.Ordinal));

        Assert.Equal(
            "kind: missing ConstraintTemplate: template \"k8sallowedrepos\" is not in force: it has errors",
            Assert.Single(Apply(Yaml.Constraint("{}")).Problems).ToString());
    }

    [Fact]
    public void ConstraintThatNoLongerFits_GoesOnWithTheOlderTemplate()
    {
        Apply(Yaml.AllowedRepos);
        Apply(Yaml.Constraint("{parameters: {repos: [docker.io/]}}"));
        var inForce = _store.Snapshot.Constraints[0];

        Apply(Yaml.AllowedRepos.Replace("repos:", "images:", StringComparison.Ordinal));

        Assert.Same(inForce, Assert.Single(_store.Snapshot.Constraints));
        var state = Assert.Single(_store.Constraints);
        Assert.Equal(StoreStatus.Error, state.Status);
        Assert.Equal("spec.parameters.repos: unknown fields: [spec.parameters.repos]", Assert.Single(state.Problems).ToString());
    }

    [Fact]
    public void SameDocumentWithAnotherStatus_IsUnchanged()
    {
        Apply(Yaml.AllowedRepos + "\n");
        Apply(Yaml.Constraint("{}"));
        var snapshot = _store.Snapshot;

        Assert.Equal(StoreChangeKind.Unchanged, Apply(Yaml.AllowedRepos + "\nstatus: {created: true}\n").Kind);
        Assert.Equal(StoreChangeKind.Unchanged, Apply(Yaml.Constraint("{}", metadata: ", resourceVersion: '7'") + "\nstatus: {totalViolations: 1}\n").Kind);

        Assert.Same(snapshot, _store.Snapshot);
        Assert.True(_store.Templates[0].Document.TryGet("status", out _));
        Assert.True(_store.Constraints[0].Document.TryGet("status", out _));
    }

    [Fact]
    public void RemovedTemplate_SuspendsItsConstraints()
    {
        Apply(Yaml.AllowedRepos);
        Apply(Yaml.Constraint("{}"));

        Assert.Equal(StoreChangeKind.Removed, _store.Remove(Templates, "ConstraintTemplate", "k8sallowedrepos").Kind);

        Assert.Empty(_store.Snapshot.Constraints);
        Assert.Equal(StoreStatus.Pending, Assert.Single(_store.Constraints).Status);
        Assert.Equal(StoreChangeKind.NotFound, _store.Remove(Templates, "ConstraintTemplate", "k8sallowedrepos").Kind);
    }

    [Fact]
    public void RemovedConstraint_IsGone()
    {
        Apply(Yaml.AllowedRepos);
        Apply(Yaml.Constraint("{}"));

        Assert.Equal(StoreChangeKind.Removed, _store.Remove(Constraints, "K8sAllowedRepos", "dockerhub").Kind);

        Assert.Empty(_store.Constraints);
        Assert.Empty(_store.Snapshot.Constraints);
        Assert.Equal(StoreChangeKind.NotFound, _store.Remove(Constraints, "K8sAllowedRepos", "dockerhub").Kind);
    }

    [Fact]
    public void Check_ChangesNothing()
    {
        Assert.Equal(StoreChangeKind.Applied, _store.Check(Yaml.Document(Yaml.AllowedRepos)).Kind);

        Assert.Empty(_store.Templates);
        Assert.Equal(StoreChangeKind.Pending, _store.Check(Yaml.Document(Yaml.Constraint("{}"))).Kind);
        Assert.Empty(_store.Constraints);
        Assert.Equal(StoreChangeKind.Applied, Apply(Yaml.AllowedRepos).Kind);
        Assert.Equal(StoreChangeKind.Unchanged, _store.Check(Yaml.Document(Yaml.AllowedRepos)).Kind);
    }

    [Theory]
    [InlineData("mutations.gatekeeper.sh/v1", "Assign", "kind: Assign: mutation is not supported yet: objects are judged as they are")]
    [InlineData("externaldata.gatekeeper.sh/v1beta1", "Provider", "kind: Provider: external data is not supported yet: external_data in a template is an error when it is evaluated")]
    [InlineData("v1", "Pod", null)]
    public void OtherKinds_AreNotOurs(string apiVersion, string kind, string? expected)
    {
        var change = Apply($"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: a}}\n");

        Assert.Equal(StoreChangeKind.NotOurs, change.Kind);
        Assert.Equal(expected, change.Problems.SingleOrDefault()?.ToString());
    }

    [Fact]
    public async Task ReadersAndWriters_DoNotDisturbEachOther()
    {
        Apply(Yaml.AllowedRepos);
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Apply(Yaml.Constraint("{}", name: $"c{writer}-{i}"));
                Assert.InRange(_store.Snapshot.Constraints.Count, i + 1, 400);
            }
        }));

        await Task.WhenAll(writers);

        Assert.Equal(400, _store.Snapshot.Constraints.Count);
    }

    private StoreChange Apply(string yaml) => _store.Apply(Yaml.Document(yaml));
}
