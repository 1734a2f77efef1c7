using Bouncer.Webhook.Tests.Support;

namespace Bouncer.Webhook.Tests.ImageReviews;

/// <summary>Policies beyond a list, as the service answers by them.</summary>
public sealed class PolicyTests
{
    private const string Policy = """
        apiVersion: bouncer.dev/v1alpha1
        kind: ImagePolicy
        metadata:
          name: production
        spec:
          rules:
          - name: trusted
            allow:
              registries: [docker.io]
          - name: team-registry
            match:
              namespaces: ["team-*"]
            allow:
              repositories: ["quay.io/team/**"]
          - name: no-latest
            enforcement: warn
            deny:
              tags: [latest]
            message: 'Ask in #platform.'
          - name: pinned
            enforcement: dryrun
            require: [digest]
        """;

    [Fact]
    public async Task RulesOfTheNamespace_Decide()
    {
        await using var webhook = await RunningWebhook.StartWithPolicyAsync(Policy);

        var elsewhere = await webhook.PostAsync("/image_policy", Bodies.ImageReviewIn("default", "quay.io/team/app:1"));
        var inTeam = await webhook.PostAsync("/image_policy", Bodies.ImageReviewIn("team-a", "quay.io/team/app:1"));

        Assert.Equal("image \"quay.io/team/app:1\" is not allowed by rule \"trusted\"; allowed are docker.io", elsewhere.Reason);
        Assert.True(inTeam.Allowed);
        Assert.Equal("team-registry", inTeam.AuditAnnotations["rules"]);
    }

    [Fact]
    public async Task RulesOnTrial_BecomeAuditAnnotations()
    {
        await using var webhook = await RunningWebhook.StartWithPolicyAsync(Policy);

        var answer = await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"));

        Assert.True(answer.Allowed);
        Assert.Equal("", answer.Reason);
        Assert.Equal(
            "image \"busybox\" (docker.io/library/busybox:latest) is denied by rule \"no-latest\" (tag latest); write another tag, or a digest. Ask in #platform.",
            answer.AuditAnnotations["warnings"]);
        Assert.Equal(
            "image \"busybox\" (docker.io/library/busybox:latest) has no digest, which rule \"pinned\" requires; write busybox@sha256:...",
            answer.AuditAnnotations["dryrun"]);
    }

    [Fact]
    public async Task RegistryThatIsNotListed_IsRefused()
    {
        await using var webhook = await RunningWebhook.StartAsync((options, _, _) => options with { Registries = ["docker.io"] });

        var answer = await webhook.PostAsync("/image_policy", Bodies.ImageReview("gcr.io/google-containers/pause:3.2"));

        Assert.Equal(
            "image \"gcr.io/google-containers/pause:3.2\" is not allowed by rule \"registry-whitelist\"; allowed are docker.io", answer.Reason);
    }

    [Fact]
    public async Task RejectLatest_RefusesLatestWrittenOrImplied()
    {
        await using var webhook = await RunningWebhook.StartAsync((options, _, _) => options with { RejectLatest = true });

        Assert.False((await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox"))).Allowed);
        Assert.False((await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox:latest"))).Allowed);
        Assert.True((await webhook.PostAsync("/image_policy", Bodies.ImageReview("busybox:1.36"))).Allowed);
    }
}
