using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Bouncer.E2E.Gatekeeper;

/// <summary>
/// A test of gatekeeper-adapter on the cluster, with constraints that count in its own namespace alone: those of other tests may
/// linger. Its template is of its own kind, unless it leaves it as it is and can share it: an API server has much to do for each.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="sharedKind">The kind of constraints whose template the test shares; null for one of its own.</param>
public abstract class GatekeeperTest(ClusterFixture cluster, string? sharedKind = null) : ClusterTest(cluster)
{
    /// <summary>The kind of those who share <see cref="Template(string)"/>.</summary>
    protected const string SharedKind = "E2eAllowedRepos";


    /// <summary>An image that the rule of <see cref="Template"/> admits.</summary>
    protected const string Good = "docker.io/library/busybox";

    /// <summary>An image that it refuses, and that the policy of the Webhook does not.</summary>
    protected const string Bad = "registry.example.com/busybox";

    private const string Constraints = "constraints.gatekeeper.sh";

    private readonly List<string> _constraints = [];

    /// <summary>The kind of the test's constraints.</summary>
    protected string Kind { get; } = sharedKind ?? $"E2e{Guid.NewGuid().ToString("N")[..8]}";

    /// <inheritdoc/>
    protected override string NamespaceSuffix => "-gatekeeper";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Cluster.Gatekeeper.EnsureStartedAsync(Deadline);
        await HaveAskedAboutAsync(Namespace);
    }

    /// <summary>Has the API server ask about a namespace.</summary>
    protected Task HaveAskedAboutAsync(TestNamespace where)
        => Cluster.Client.CoreV1.PatchNamespaceAsync(
            new V1Patch("""{"metadata":{"labels":{"gatekeeper":"yes"}}}""", V1Patch.PatchType.MergePatch), where.Name, cancellationToken: Deadline);

    /// <summary>A template: images begin with what the constraints' parameter <c>repos</c> lists.</summary>
    /// <param name="message">What a violation says after the image.</param>
    protected string Template(string message = "is not allowed") => Template(
        $$"""
        violation[{"msg": msg}] {
          container := input.review.object.spec.containers[_]
          begins := [begin | begin := startswith(container.image, input.parameters.repos[_])]
          not any(begins)
          msg := sprintf("image %v {{message}}", [container.image])
        }
        """,
        parameters: """
        repos:
          type: array
          items: {type: string}
        """);

    /// <summary>A template of the test's kind.</summary>
    /// <param name="rego">Its rules.</param>
    /// <param name="parameters">The properties of its schema.</param>
    protected string Template(string rego, string parameters) => $$"""
        apiVersion: templates.gatekeeper.sh/v1
        kind: ConstraintTemplate
        metadata:
          name: {{Kind.ToLowerInvariant()}}
        spec:
          crd:
            spec:
              names:
                kind: {{Kind}}
              validation:
                openAPIV3Schema:
                  type: object
                  properties:
        {{Indent(parameters, 12)}}
          targets:
          - target: admission.k8s.gatekeeper.sh
            rego: |
              package e2e

        {{Indent(rego, 6)}}
        """;

    /// <summary>A constraint of the test's kind.</summary>
    /// <param name="spec">What its spec says besides its match; by default that images are of Docker Hub.</param>
    /// <param name="match">What its match says besides Pods of the test's namespace.</param>
    /// <param name="name">Its name; the test's namespace if not given.</param>
    protected string Constraint(string spec = "parameters: {repos: [docker.io/]}", string match = "", string? name = null) => $$"""
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: {{Kind}}
        metadata:
          name: {{name ?? Namespace.Name}}
        spec:
        {{Indent(spec, 2)}}
          match:
            kinds: [{apiGroups: [""], kinds: [Pod]}]
        {{Indent(match.Length > 0 ? match : $"namespaces: [{Namespace.Name}]", 4)}}
        """;

    /// <summary>Has kubectl apply a template; a shared one, unless it was applied before.</summary>
    protected async Task ApplyTemplateAsync(string template)
    {
        if (sharedKind is not null && !Cluster.Gatekeeper.SharedKinds.Add(sharedKind))
        {
            return;
        }

        var (exitCode, output) = await Namespace.ApplyAsync(template);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>Has kubectl apply a constraint, once the API server serves its kind, and waits until the service goes by it.</summary>
    /// <returns>What kubectl wrote.</returns>
    protected async Task<string> ApplyConstraintAsync(string constraint, string? kind = null, string? name = null)
    {
        _constraints.Add(name ?? Namespace.Name);
        var output = await ApplyOnceServedAsync(constraint);
        Assert.True(output.ExitCode == 0, output.Output);
        await UntilObservedAsync(kind ?? Kind, name ?? Namespace.Name);
        return output.Output;
    }

    /// <summary>Has kubectl apply an object, once the API server serves its kind.</summary>
    protected async Task<(int ExitCode, string Output)> ApplyOnceServedAsync(string manifest)
    {
        var answer = (ExitCode: 1, Output: "");
        await Eventually.HoldsAsync(
            async () =>
            {
                answer = await Namespace.ApplyAsync(manifest);
                return !answer.Output.Contains("no matches for kind", StringComparison.Ordinal)
                    && !answer.Output.Contains("could not find the requested resource", StringComparison.Ordinal);
            },
            "the API server to serve the kind",
            Deadline);
        return answer;
    }

    /// <summary>Waits until the service says in a constraint's status that it goes by the latest version of it.</summary>
    protected Task UntilObservedAsync(string kind, string name) => Eventually.HoldsAsync(
        async () =>
        {
            var constraint = await GetConstraintAsync(kind, name);
            return constraint["status"]?["byPod"]?.AsArray().Any(
                pod => (bool?)pod!["enforced"] == true && (long?)pod["observedGeneration"] == (long)constraint["metadata"]!["generation"]!) == true;
        },
        $"{kind} {name} to be in force",
        Deadline);

    /// <summary>A constraint as the API server has it.</summary>
    protected Task<JsonNode> GetConstraintAsync(string kind, string name) => GetAsync($"apis/{Constraints}/v1beta1/{kind.ToLowerInvariant()}/{name}");

    /// <summary>Anything as the API server has it.</summary>
    protected async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Cluster.Client.HttpClient.GetAsync(new Uri(Cluster.Client.BaseUri, path), Deadline);
        var text = await response.Content.ReadAsStringAsync(Deadline);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>What the API server says when a constraint refuses something.</summary>
    protected static string Denied(string constraint, string message)
        => $"admission webhook \"{GatekeeperWebhook.ValidationName}\" denied the request: [{constraint}] {message}";

    /// <summary>Asks for Pods with an image of a kind until the answer is the expected one.</summary>
    /// <param name="image">The image.</param>
    /// <param name="expected">Whether the answer is.</param>
    /// <param name="what">What is waited for.</param>
    protected Task UntilAsync(string image, Func<Refusal?, bool> expected, string what) => Eventually.HoldsAsync(
        async () => expected(await Namespace.TryCreatePodAsync(image, $"pod-{Guid.NewGuid():N}")), what, Deadline);

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        if (sharedKind is null)
        {
            await DeleteAsync("templates.gatekeeper.sh", "v1", "constrainttemplates", Kind.ToLowerInvariant());
            return;
        }

        foreach (var constraint in _constraints)
        {
            await DeleteAsync(Constraints, "v1beta1", sharedKind.ToLowerInvariant(), constraint);
        }
    }

    /// <summary>Deletes something that may be gone already.</summary>
    protected static async Task DeleteQuietlyAsync(Func<Task> delete)
    {
        try
        {
            await delete();
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // The test has deleted it, or failed before it was there.
        }
    }

    private Task DeleteAsync(string group, string version, string plural, string name) => DeleteQuietlyAsync(
        () => Cluster.Client.CustomObjects.DeleteClusterCustomObjectAsync(group, version, plural, name, cancellationToken: CancellationToken.None));

    private static string Indent(string text, int by) => string.Join('\n', text.Split('\n').Select(line => new string(' ', by) + line));
}
