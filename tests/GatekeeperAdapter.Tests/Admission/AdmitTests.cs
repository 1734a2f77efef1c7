using System.Net;
using Bouncer.GatekeeperAdapter.Tests.Support;

namespace Bouncer.GatekeeperAdapter.Tests.Admission;

/// <summary>What <c>/v1/admit</c> answers about objects.</summary>
public class AdmitTests
{
    private const string Denied = "[repos] evil.com/x is not from an allowed repository";

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task ObjectWithoutViolations_IsAllowedInTheCallersVersion(string version)
    {
        await using var adapter = await StartAsync();

        var answer = await adapter.AdmitAsync(Reviews.OfPod(version: version));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"admission.k8s.io/{version}", answer.Json.GetProperty("apiVersion").GetString());
        Assert.Equal("AdmissionReview", answer.Json.GetProperty("kind").GetString());
        Assert.Equal(Reviews.Uid, answer.Response.GetProperty("uid").GetString());
        Assert.True(answer.Allowed);
        Assert.Equal(200, answer.Code);
        Assert.Empty(answer.Message);
        Assert.Empty(answer.Warnings);
    }

    [Fact]
    public async Task Violations_AreDeniedEachOnALine()
    {
        await using var adapter = await StartAsync(
            ("second.yaml", Policies.Constraint("second", parameters: "{repos: [gcr.io/]}")), ("warn.yaml", Policies.Constraint("warns", action: "warn")));

        var answer = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Allowed);
        Assert.Equal(403, answer.Code);
        Assert.Equal("Forbidden", answer.Reason);
        Assert.Equal($"{Denied}\n[second] evil.com/x is not from an allowed repository", answer.Message);
        Assert.Equal(["[warns] evil.com/x is not from an allowed repository"], answer.Warnings);
    }

    [Fact]
    public async Task Warnings_AreAllowedWithCode299()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint(action: "warn")));

        var answer = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"));

        Assert.True(answer.Allowed);
        Assert.Equal(299, answer.Code);
        Assert.Equal([Denied], answer.Warnings);
    }

    [Fact]
    public async Task Trials_AreAllowedAndToldToTheAuditLogAlone()
    {
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint(action: "dryrun")));

        var answer = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x"));

        Assert.True(answer.Allowed);
        Assert.Equal(200, answer.Code);
        Assert.Empty(answer.Warnings);
        var annotations = answer.Response.GetProperty("auditAnnotations");
        Assert.Equal(Denied, annotations.GetProperty("dryrun").GetString());
        Assert.Equal("AllowedRepos/repos", annotations.GetProperty("rules").GetString());
        Assert.Equal(adapter.State.Version, annotations.GetProperty("policy-version").GetString());
    }

    [Fact]
    public async Task OwnServiceAccount_IsNotJudged()
    {
        await using var adapter = await StartAsync();

        var answer = await adapter.AdmitAsync(
            Reviews.Of("Pod", Reviews.Pod("evil.com/x"), user: "system:serviceaccount:gatekeeper-system:gatekeeper-admin"));

        Assert.True(answer.Allowed);
        Assert.Equal("Gatekeeper does not self-manage", answer.Message);
    }

    [Fact]
    public async Task ExcludedNamespace_IsNotJudged()
    {
        await using var adapter = await StartAsync(("config.yaml", Policies.Config()));

        var excluded = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x", "kube-system"));
        var judged = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x", "not-kube"));

        Assert.True(excluded.Allowed);
        Assert.Equal("Namespace is set to be ignored by Gatekeeper config", excluded.Message);
        Assert.Equal(Denied, judged.Message);
    }

    [Fact]
    public async Task NamespaceThatOtherProcessesLeaveAlone_IsJudged()
    {
        await using var adapter = await StartAsync(("config.yaml", Policies.Config(processes: "audit")));

        Assert.Equal(Denied, (await adapter.AdmitAsync(Reviews.OfPod("evil.com/x", "kube-system"))).Message);
    }

    [Fact]
    public async Task Delete_IsJudgedByTheOldObject()
    {
        await using var adapter = await StartAsync();

        var judged = await adapter.AdmitAsync(Reviews.Of("Pod", null, Reviews.Pod("evil.com/x"), "DELETE", @namespace: "default"));
        var without = await adapter.AdmitAsync(Reviews.Of("Pod", null, null, "DELETE", @namespace: "default"));

        Assert.Equal(Denied, judged.Message);
        Assert.False(without.Allowed);
        Assert.Equal(500, without.Code);
        Assert.Equal("the review could not be decided: oldObject cannot be nil for DELETE operations", without.Message);
    }

    [Fact]
    public async Task NamespaceThatIsNotKnown_IsDeniedWhereAConstraintAsksForItsLabels()
    {
        var selects = Policies.Constraint(match: "namespaceSelector: {matchLabels: {team: a}}");
        var @namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: known, labels: {team: b}}}";
        await using var adapter = await RunningAdapter.StartAsync(("t.yaml", Policies.AllowedRepos), ("c.yaml", selects), ("n.yaml", @namespace));

        var unknown = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x", "unknown"));
        var known = await adapter.AdmitAsync(Reviews.OfPod("evil.com/x", "known"));

        Assert.False(unknown.Allowed);
        Assert.StartsWith("[repos] unable to match constraints: ", unknown.Message, StringComparison.Ordinal);
        Assert.True(known.Allowed);
    }

    [Fact]
    public async Task WithoutAFolder_TheEmbeddedDefaultAdmitsDockerHubAlone()
    {
        await using var adapter = await RunningAdapter.StartAsync(options => options with { PoliciesPath = null });

        Assert.True((await adapter.AdmitAsync(Reviews.OfPod("docker.io/library/busybox"))).Allowed);
        Assert.StartsWith("[whitelist-dockerhub] ", (await adapter.AdmitAsync(Reviews.OfPod("docker.io.evil.com/x"))).Message, StringComparison.Ordinal);
    }

    private static Task<RunningAdapter> StartAsync(params (string Name, string Content)[] files)
        => RunningAdapter.StartAsync([("t.yaml", Policies.AllowedRepos), ("c.yaml", Policies.Constraint()), .. files]);
}
