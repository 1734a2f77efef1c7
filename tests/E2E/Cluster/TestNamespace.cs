using System.Net;
using Bouncer.E2E.Cluster.Kinds;
using Bouncer.TestSupport;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Bouncer.E2E.Cluster;

/// <summary>A namespace, and what tests do there.</summary>
public sealed class TestNamespace
{
    private readonly Kubernetes _client;
    private readonly ITestCluster _cluster;

    private TestNamespace(Kubernetes client, ITestCluster cluster, string name)
    {
        _client = client;
        _cluster = cluster;
        Name = name;
    }

    /// <summary>The namespace's name; its label <c>e2e</c> has the same value.</summary>
    public string Name { get; }

    /// <summary>Creates a namespace and waits until Pods can be created there.</summary>
    public static async Task<TestNamespace> CreateAsync(Kubernetes client, ITestCluster cluster, string suffix, CancellationToken cancellationToken)
    {
        var name = $"e2e-{Guid.NewGuid().ToString("N")[..8]}{suffix}";
        var labels = new Dictionary<string, string> { ["e2e"] = name };
        await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new() { Name = name, Labels = labels } }, cancellationToken: cancellationToken);
        return await ExistingAsync(client, cluster, name, cancellationToken);
    }

    /// <summary>A namespace that is there, once Pods can be created in it.</summary>
    public static async Task<TestNamespace> ExistingAsync(Kubernetes client, ITestCluster cluster, string name, CancellationToken cancellationToken)
    {
        // Before 1.24 admission wants the service account to have a token, too.
        await Eventually.HoldsAsync(
            async () => (await client.CoreV1.ListNamespacedServiceAccountAsync(name, cancellationToken: cancellationToken)).Items
                .Any(account => !cluster.Version.IsBefore(24) || account.Secrets is { Count: > 0 }),
            "the namespace's service account",
            cancellationToken);
        return new(client, cluster, name);
    }

    /// <summary>Asks the API server for a Pod with one container.</summary>
    /// <param name="image">Its image.</param>
    /// <param name="name">The Pod's name.</param>
    /// <returns>Null if it was created; else why not, as the client library tells it.</returns>
    public Task<Refusal?> TryCreatePodAsync(string image, string name = "pod") => TryCreatePodAsync(Pod(name, image));

    /// <summary>Asks the API server for a Pod.</summary>
    /// <param name="pod">The Pod.</param>
    /// <returns>Null if it was created; else why not, as the client library tells it.</returns>
    public async Task<Refusal?> TryCreatePodAsync(V1Pod pod)
    {
        try
        {
            await _client.CoreV1.CreateNamespacedPodAsync(pod, Name, cancellationToken: TestContext.Current.CancellationToken);
            return null;
        }
        catch (HttpOperationException e)
        {
            return new(e.Response.StatusCode, KubernetesJson.Deserialize<V1Status>(e.Response.Content).Message);
        }
    }

    /// <summary>A Pod to ask for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="images">The images of its containers.</param>
    public static V1Pod Pod(string name, params string[] images) => new()
    {
        Metadata = new() { Name = name },
        Spec = new() { Containers = [.. images.Select((image, i) => new V1Container { Name = $"c{i}", Image = image })] },
    };

    /// <summary>A Pod that no node runs: what is of interest is whether it may be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="images">The images of its containers.</param>
    public static V1Pod UnscheduledPod(string name, params string[] images)
    {
        var pod = Pod(name, images);
        pod.Spec.SchedulerName = "nobody";
        return pod;
    }

    /// <summary>Runs kubectl in this namespace.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public Task<(int ExitCode, string Output)> KubectlAsync(params string[] arguments)
        => Kubectl.RunAsync(_cluster, [$"--namespace={Name}", .. arguments]);

    /// <summary>Has kubectl apply what a text says.</summary>
    /// <param name="manifest">Objects, in YAML. Those that have a namespace and do not name it are of this one.</param>
    /// <param name="options">Further options.</param>
    /// <returns>Its exit code, and what it wrote to both its outputs.</returns>
    public Task<(int ExitCode, string Output)> ApplyAsync(string manifest, params string[] options)
        => Kubectl.RunAsync(_cluster, manifest, [$"--namespace={Name}", "apply", "-f", "-", .. options]);

    /// <summary>Begins to delete the namespace.</summary>
    public async Task DeleteAsync()
    {
        try
        {
            await _client.CoreV1.DeleteNamespaceAsync(Name, cancellationToken: CancellationToken.None);
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException)
        {
            // The cluster goes away soon anyway; a failure here would hide the test's own.
        }
    }
}

/// <summary>What the API server answered instead of creating something.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">Its message for people.</param>
public sealed record Refusal(HttpStatusCode Status, string Message);
