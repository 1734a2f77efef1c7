using Bouncer.GatekeeperAdapter.Audit;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Tests.Audit.Support;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bouncer.GatekeeperAdapter.Tests.Audit;

/// <summary>A run of the audit, from discovery to statuses.</summary>
public class AuditorTests
{
    [Fact]
    public async Task Violations_AreWrittenIntoTheStatus()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("b"), FakeCluster.Pod("a"));

        var summary = await cluster.AuditAsync();

        Assert.Equal(
            $$"""{"auditTimestamp":"{{summary.Id}}","totalViolations":2,"violations":[{"enforcementAction":"deny","group":"","kind":"Pod","message":"a is here","name":"a","namespace":"shop","version":"v1"},{"enforcementAction":"deny","group":"","kind":"Pod","message":"b is here","name":"b","namespace":"shop","version":"v1"}]}""",
            RegoJson.ToJson(cluster.StatusOf("all")));
        Assert.Equal(AuditOutcome.Complete, summary.Outcome);
        Assert.Equal((1, 1, 2L), (summary.Constraints, summary.Kinds, summary.Objects));
        Assert.Equal((2, 0), (summary.Results.WithAction("deny"), summary.Results.WithAction("warn")));
    }

    [Fact]
    public async Task NoViolations_TakesTheOldOnesOut()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");

        var summary = await cluster.AuditAsync();

        Assert.Equal(
            $$"""{"auditTimestamp":"{{summary.Id}}","totalViolations":0,"violations":null}""", RegoJson.ToJson(cluster.StatusOf("all")));
    }

    [Fact]
    public async Task OnlyKindsThatAConstraintCanMatch_AreListed_InThePreferredVersion()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all", "kinds: [{apiGroups: ['apps'], kinds: ['Deployment']}]");

        await cluster.AuditAsync();

        Assert.Equal(
            ["GET /api", "GET /apis", "GET /apis/apps/v1", "GET /apis/apps/v1beta1", "GET /apis/apps/v1/deployments?limit=500"],
            cluster.Requests.Where(r => r.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ConstraintOfAllKinds_HasAllListedThatCanBe()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all", "");

        await cluster.AuditAsync();

        Assert.Equal(
            ["GET /api/v1/namespaces?limit=500", "GET /api/v1/pods?limit=500", "GET /apis/apps/v1/deployments?limit=500", "GET /apis/apps/v1beta1/scales?limit=500"],
            cluster.Requests.Where(r => r.Contains("limit", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("kinds: [{apiGroups: ['extensions'], kinds: ['Deployment']}]", 0)] // Another group's.
    [InlineData("kinds: [{apiGroups: ['*'], kinds: ['Deployment']}]", 1)]
    [InlineData("kinds: [{apiGroups: [''], kinds: ['*']}]", 2)]
    [InlineData("kinds: [{kinds: ['*']}]", 4)]
    [InlineData("kinds: []", 4)]
    public async Task Kinds_AreThoseOfAnyConstraint_ByGroupAndName(string match, int listed)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("some", "kinds: [{apiGroups: ['nowhere'], kinds: ['Pod']}]");
        cluster.Constrain("others", match);

        await cluster.AuditAsync();

        Assert.Equal(listed, cluster.Requests.Count(r => r.Contains("limit", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task NoConstraints_ListsNothing()
    {
        await using var cluster = await FakeCluster.StartAsync();

        var summary = await cluster.AuditAsync();

        Assert.Equal(AuditOutcome.Complete, summary.Outcome);
        Assert.DoesNotContain(cluster.Requests, r => r.Contains("limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_AreReadInPages()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", [.. Enumerable.Range(0, 5).Select(i => FakeCluster.Pod($"p{i}"))]);

        var summary = await cluster.AuditAsync(new() { ChunkSize = 2, ViolationsLimit = 3 });

        Assert.Equal(
            ["GET /api/v1/pods?limit=2", "GET /api/v1/pods?limit=2&continue=2", "GET /api/v1/pods?limit=2&continue=4"],
            cluster.Requests.Where(r => r.Contains("limit", StringComparison.Ordinal)));
        Assert.Equal(5, summary.Objects);
        Assert.Equal(5, cluster.StatusOf("all").NumberAt("totalViolations"));
        Assert.Equal(3, cluster.StatusOf("all").ListAt("violations").Count);
    }

    [Theory]
    [InlineData("4")] // The API server says how to go on.
    [InlineData("")] // It does not: the list begins anew, and nothing counts twice.
    public async Task ListThatExpires_IsReadToItsEnd(string next)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", [.. Enumerable.Range(0, 5).Select(i => FakeCluster.Pod($"p{i}"))]);
        var expired = 0;
        cluster.Instead = async context =>
        {
            if (context.Request.Query["continue"] != "4" || expired++ > 0)
            {
                return false;
            }

            await FakeApiServer.WriteAsync(context, 410, FakeApiServer.Status(410, "Expired", "too old", next));
            return true;
        };

        var summary = await cluster.AuditAsync(new() { ChunkSize = 2 });

        Assert.Equal((AuditOutcome.Complete, 5L), (summary.Outcome, summary.Objects));
        Assert.Equal(5, cluster.StatusOf("all").NumberAt("totalViolations"));
        Assert.Equal(5, cluster.StatusOf("all").ListAt("violations").Count);
    }

    [Fact]
    public async Task KindThatMayNotBeListed_IsLeftOut_AndSaidSo()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all", "kinds: [{apiGroups: ['', 'apps'], kinds: ['Pod', 'Deployment']}]");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a"));
        cluster.Instead = Fail("/apis/apps/v1/deployments", 403, "Forbidden");

        var summary = await cluster.AuditAsync();

        Assert.Equal(AuditOutcome.Incomplete, summary.Outcome);
        Assert.Equal(
            ["deployments.apps were not audited: GET /apis/apps/v1/deployments: 403 Forbidden: no Grant the verb list on them, or leave them out of the constraints' match."],
            summary.Problems);
        Assert.Equal(1, cluster.StatusOf("all").NumberAt("totalViolations"));
    }

    [Fact]
    public async Task KindThatFails_LeavesItsConstraintsTheirOldResults()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("deployments", "kinds: [{apiGroups: ['apps'], kinds: ['Deployment']}]");
        cluster.Constrain("pods");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a"));
        cluster.Instead = Fail("/apis/apps/v1/deployments", 500, "InternalError");

        var summary = await cluster.AuditAsync();

        Assert.Equal(AuditOutcome.Incomplete, summary.Outcome);
        Assert.Equal(
            "deployments.apps were not audited, and constraints that match them keep their older results: GET /apis/apps/v1/deployments: 500 InternalError: no",
            Assert.Single(summary.Problems));
        Assert.Equal("/apis/constraints.gatekeeper.sh/v1beta1/present/pods/status", Assert.Single(cluster.Patches).Path);
        Assert.Equal(4, cluster.Requests.Count(r => r.StartsWith("GET /apis/apps/v1/deployments", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ApiServerThatGoesAwayHalfWay_FailsTheRun_AndNothingIsWritten()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", [.. Enumerable.Range(0, 5).Select(i => FakeCluster.Pod($"p{i}"))]);
        cluster.Instead = context =>
        {
            var goes = context.Request.Query["continue"] == "2";
            if (goes)
            {
                context.Abort();
            }

            return Task.FromResult(goes);
        };

        var summary = await cluster.AuditAsync(new() { ChunkSize = 2 });

        Assert.Equal(AuditOutcome.Failed, summary.Outcome);
        Assert.StartsWith("GET /api/v1/pods: ", Assert.Single(summary.Problems), StringComparison.Ordinal);
        Assert.Empty(cluster.Patches);
        var finished = Assert.Single(cluster.Events.OfType("audit_finished"));
        Assert.Equal((LogLevel.Warning, "auditing has failed; all constraints keep their older results", "failed"), (finished.Level, finished.Message, finished["outcome"]));
    }

    [Fact]
    public async Task RunThatIsStopped_WritesNothing()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a"));
        using var stop = new CancellationTokenSource();
        cluster.Instead = async context =>
        {
            if (context.Request.Path == "/api/v1/pods")
            {
                await stop.CancelAsync();
            }

            return false;
        };

        var summary = await cluster.Auditor().RunAsync(stop.Token);

        Assert.Equal(AuditOutcome.Failed, summary.Outcome);
        Assert.Equal(["The run was stopped: this replica ends, or another one has taken over."], summary.Problems);
        Assert.Empty(cluster.Patches);
    }

    [Fact]
    public async Task ExcludedNamespaces_AreLeftAlone_TheNamespaceItselfToo()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all", "kinds: [{apiGroups: [''], kinds: ['Pod', 'Namespace']}]");
        cluster.State.Exclusions.Replace((RegoObject)RegoJson.Parse(
            """{"spec": {"match": [{"processes": ["audit"], "excludedNamespaces": ["kube-*"]}, {"processes": ["webhook"], "excludedNamespaces": ["shop"]}]}}"""));
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a", "kube-system"), FakeCluster.Pod("b"));
        cluster.Has("/api/v1/namespaces", """{"metadata": {"name": "kube-system"} }""", """{"metadata": {"name": "shop"} }""");

        var summary = await cluster.AuditAsync();

        Assert.Equal((2, 2), (summary.Objects, summary.Excluded));
        Assert.Equal(["Namespace shop", "Pod b"], Entries(cluster.StatusOf("all"), "kind", "name"));
    }

    [Fact]
    public async Task ConstraintNotEnforcedAtTheAudit_HasNoViolations()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("elsewhere", more: """
            enforcementAction: scoped
              scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: validation.gatekeeper.sh}]}]
            """);
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a"));

        var summary = await cluster.AuditAsync();

        Assert.Equal(0, summary.Constraints);
        Assert.Equal(0, cluster.StatusOf("elsewhere").NumberAt("totalViolations"));
    }

    [Fact]
    public async Task ScopedConstraint_TellsAViolationOnceWithItsActions()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("scoped", more: """
            enforcementAction: scoped
              scopedEnforcementActions:
              - {action: warn, enforcementPoints: [{name: audit.gatekeeper.sh}]}
              - {action: deny, enforcementPoints: [{name: "*"}]}
            """);
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a"));

        var summary = await cluster.AuditAsync();

        Assert.Equal(1, summary.Results.WithAction("scoped"));
        var entry = (RegoObject)Assert.Single(cluster.StatusOf("scoped").ListAt("violations"));
        Assert.Equal("scoped", entry.TextAt("enforcementAction"));
        Assert.Equal("""["deny","warn"]""", RegoJson.ToJson(entry.At("enforcementActions")!));
    }

    [Fact]
    public async Task EvaluationThatFails_IsAViolationWithItsError()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a", spec: """{"breaks": true}"""), FakeCluster.Pod("b"));

        var summary = await cluster.AuditAsync();

        Assert.Equal(AuditOutcome.Complete, summary.Outcome);
        var messages = Entries(cluster.StatusOf("all"), "message");
        Assert.Contains("eval_conflict_error", messages[0], StringComparison.Ordinal);
        Assert.Equal("b is here", messages[1]);
    }

    [Fact]
    public async Task NamespaceThatIsNotThere_IsAViolationOfAConstraintThatWantsToSeeIt_AndAskedForOnce()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("selecting", "kinds: [{apiGroups: [''], kinds: [Pod]}], namespaceSelector: {matchLabels: {a: b}}");
        var asked = 0;
        cluster.State.Namespaces.Fetch = (_, _) =>
        {
            asked++;
            return Task.FromResult<RegoObject?>(null);
        };
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a"), FakeCluster.Pod("b"));

        await cluster.AuditAsync();

        Assert.Equal(1, asked);
        Assert.All(Entries(cluster.StatusOf("selecting"), "message"), m => Assert.StartsWith("unable to match constraints: ", m, StringComparison.Ordinal));
        Assert.Equal(2, cluster.StatusOf("selecting").NumberAt("totalViolations"));
    }

    [Fact]
    public async Task ObjectThatCannotBeRead_IsToldAndTheOthersAreAudited()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        var deep = string.Concat(Enumerable.Repeat("[", 20_000)) + string.Concat(Enumerable.Repeat("]", 20_000));
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a", spec: deep), FakeCluster.Pod("b"));

        var summary = await cluster.AuditAsync();

        Assert.Equal(AuditOutcome.Incomplete, summary.Outcome);
        Assert.StartsWith("An object of pods cannot be read: ", Assert.Single(summary.Problems), StringComparison.Ordinal);
        Assert.Equal(["b"], Entries(cluster.StatusOf("all"), "name"));
    }

    [Fact]
    public async Task ConflictOfAStatus_IsTriedAgain()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        var conflicts = 0;
        cluster.Instead = async context =>
        {
            if (context.Request.Method != "PATCH" || conflicts++ >= 2)
            {
                return false;
            }

            await FakeApiServer.WriteAsync(context, 409, FakeApiServer.Status(409, "Conflict", "changed"));
            return true;
        };

        var summary = await cluster.AuditAsync();

        Assert.Equal(AuditOutcome.Complete, summary.Outcome);
        Assert.Single(cluster.Patches);
    }

    [Fact]
    public async Task StatusThatMayNotBeWritten_IsTold()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Instead = Fail("/apis/constraints.gatekeeper.sh/v1beta1/present/all/status", 403, "Forbidden");

        var summary = await cluster.AuditAsync();

        Assert.Equal(
            ["The results of Present/all were not written: PATCH /apis/constraints.gatekeeper.sh/v1beta1/present/all/status: 403 Forbidden: no Grant the verb patch on its status."],
            summary.Problems);
    }

    [Fact]
    public async Task ConstraintMadeAnewDuringTheRun_DoesNotGetTheResultsOfTheOldOne()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Instead = context =>
        {
            if (context.Request.Path == "/api/v1/pods")
            {
                cluster.State.Constraints.Remove("constraints.gatekeeper.sh", "Present", "all");
            }

            return Task.FromResult(false);
        };

        var summary = await cluster.AuditAsync();

        Assert.Equal(AuditOutcome.Complete, summary.Outcome);
        Assert.Empty(cluster.Patches);
    }

    [Fact]
    public async Task Events_AreGatekeepers()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Constrain("all");
        cluster.Know("shop");
        cluster.Has("/api/v1/pods", FakeCluster.Pod("a"));

        var summary = await cluster.AuditAsync();

        Assert.Equal(["audit_started", "violation_audited", "constraint_audited", "audit_finished"], cluster.Events.All.Select(e => e["event_type"]));
        Assert.All(cluster.Events.All, e => Assert.Equal(("audit", summary.Id), (e["process"], e["audit_id"])));
        var violation = cluster.Events.OfType("violation_audited")[0];
        Assert.Equal("a is here", violation.Message);
        Assert.Equal(
            ("constraints.gatekeeper.sh", "v1beta1", "Present", "all", "deny"),
            (violation["constraint_group"], violation["constraint_api_version"], violation["constraint_kind"], violation["constraint_name"], violation["constraint_action"]));
        Assert.Equal(
            ("", "v1", "Pod", "shop", "a"),
            (violation["resource_group"], violation["resource_api_version"], violation["resource_kind"], violation["resource_namespace"], violation["resource_name"]));
        Assert.Equal(("""{"app":"a"}""", """{"seen":true}"""), (violation["resource_labels"], violation["details"]));
        Assert.Equal("1", cluster.Events.OfType("constraint_audited")[0]["constraint_violations"]);
    }

    private static Func<HttpContext, Task<bool>> Fail(string path, int status, string reason) => async context =>
    {
        if (context.Request.Path != path)
        {
            return false;
        }

        await FakeApiServer.WriteAsync(context, status, FakeApiServer.Status(status, reason, "no"));
        return true;
    };

    private static string[] Entries(RegoObject status, params string[] fields)
        => [.. status.ListAt("violations").OfType<RegoObject>().Select(v => string.Join(" ", fields.Select(f => v.TextAt(f))))];
}
