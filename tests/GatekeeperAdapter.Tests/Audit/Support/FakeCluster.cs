using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bouncer.Constraints.Store;
using Bouncer.GatekeeperAdapter.Audit;
using Bouncer.GatekeeperAdapter.Audit.Runs;
using Bouncer.KubernetesApi;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.GatekeeperAdapter.Telemetry;
using Bouncer.GatekeeperAdapter.Tests.Cluster.Support;
using Bouncer.Rego;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;
using Bouncer.Rego.Yaml;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bouncer.GatekeeperAdapter.Tests.Audit.Support;

/// <summary>A cluster that an audit can look through: an API server of a few kinds, and the state that was read from it. The template
/// <c>Present</c> finds a violation in every object, named after it.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly FakeApiServer _server;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentDictionary<string, string[]> _lists = [];
    private readonly ConcurrentDictionary<string, string> _discovery = [];
    private readonly ConcurrentQueue<(string Path, RegoObject Body)> _patches = [];

    private FakeCluster(FakeApiServer server)
    {
        _server = server;
        _server.Answer = AnswerAsync;
        Client = server.Client(Time);
        State = new(new AdapterOptions { CertificatePath = "", KeyPath = "" }, new IngestionMeter(Meters));
        _discovery["/api"] = """{"versions": ["v1"]}""";
        _discovery["/apis"] = """{"groups": [{"name": "apps", "versions": [{"version": "v1beta1"}, {"version": "v1"}], "preferredVersion": {"version": "v1"}}]}""";
        _discovery["/api/v1"] = Resources(("pods", "Pod", true), ("namespaces", "Namespace", false), ("bindings", "Binding", true));
        _discovery["/apis/apps/v1"] = Resources(("deployments", "Deployment", true));
        _discovery["/apis/apps/v1beta1"] = Resources(("deployments", "Deployment", true), ("scales", "Scale", true));
        Apply("""
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: present}
            spec:
              crd: {spec: {names: {kind: Present}}}
              targets:
              - target: admission.k8s.gatekeeper.sh
                rego: |
                  package present
                  violation[{"msg": msg, "details": {"seen": true}}] {
                    not input.review.object.spec.breaks
                    msg := sprintf("%v is here", [input.review.object.metadata.name])
                  }
                  violation[{"msg": msg}] {
                    input.review.object.spec.breaks
                    msg := sprintf("%v", [f(input.review.object.metadata.name)])
                  }
                  f(x) = 1 { x }
                  f(x) = 2 { x }
            """);
    }

    /// <summary>The clock of the audit, whose pauses take no time.</summary>
    public TestTime Time { get; } = new();

    public ApiClient Client { get; }

    public PolicyState State { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public CapturedEvents Events { get; } = new();

    /// <summary>Answers in place of the cluster; false to leave it to the cluster.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>What was asked for.</summary>
    public IReadOnlyList<string> Requests => _server.Requests;

    /// <summary>What was written, by path.</summary>
    public IReadOnlyList<(string Path, RegoObject Body)> Patches => [.. _patches];

    public static async Task<FakeCluster> StartAsync() => new(await FakeApiServer.StartAsync());

    /// <summary>Puts a document into the state.</summary>
    public void Apply(string yaml)
    {
        foreach (var document in RegoYaml.ParseAll("test", yaml).Documents)
        {
            var change = State.Apply((RegoObject)document.Value);
            Assert.True(change.Kind == StoreChangeKind.Applied, string.Join("; ", change.Problems));
        }
    }

    /// <summary>Puts a constraint of the template into the state.</summary>
    public void Constrain(string name, string match = "kinds: [{apiGroups: [''], kinds: [Pod]}]", string more = "") => Apply($$"""
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: Present
        metadata: {name: {{name}}, uid: uid-of-{{name}}}
        spec:
          match: { {{match}} }
          {{more}}
        """);

    /// <summary>Fills a list of the cluster.</summary>
    public void Has(string path, params string[] items) => _lists[path] = items;

    public static string Pod(string name, string @namespace = "shop", string spec = "{}")
        => $$"""{"metadata": {"name": "{{name}}", "namespace": "{{@namespace}}", "labels": {"app": "a"} }, "spec": {{spec}} }""";

    /// <summary>Makes a Namespace known.</summary>
    public void Know(string @namespace) => State.Namespaces.Set(
        (RegoObject)RegoJson.Parse($$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{@namespace}}}"}}"""));

    public Task<AuditSummary> AuditAsync(AuditOptions? options = null) => Auditor(options).RunAsync(TestContext.Current.CancellationToken);

    public Auditor Auditor(AuditOptions? options = null)
        => new(Client, State, options ?? new AuditOptions(), new RegoLimits { Time = TimeSpan.FromSeconds(30) }, Time, Events.Logger<Auditor>());

    /// <summary>The status that was written to a constraint last.</summary>
    public RegoObject StatusOf(string constraint)
        => (RegoObject)Patches.Last(p => p.Path.EndsWith($"/present/{constraint}/status", StringComparison.Ordinal)).Body.At("status")!;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (await Instead(context))
        {
            return;
        }

        var path = context.Request.Path.Value!;
        if (context.Request.Method == "PATCH")
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken);
            _patches.Enqueue((path, (RegoObject)RegoJson.Parse(body)));
            await FakeApiServer.WriteAsync(context, 200, "{}");
        }
        else if (_discovery.TryGetValue(path, out var discovery))
        {
            await FakeApiServer.WriteAsync(context, 200, discovery);
        }
        else if (path is "/api/v1/pods" or "/api/v1/namespaces" or "/apis/apps/v1/deployments")
        {
            await FakeApiServer.WriteAsync(context, 200, Page(context, _lists.GetValueOrDefault(path) ?? []));
        }
        else
        {
            await FakeApiServer.WriteAsync(context, 404, FakeApiServer.Status(404, "NotFound", "not here"));
        }
    }

    /// <summary>A page, whose token is the place of the next item.</summary>
    private static string Page(HttpContext context, string[] items)
    {
        var limit = int.Parse(context.Request.Query["limit"]!, System.Globalization.CultureInfo.InvariantCulture);
        var start = context.Request.Query["continue"] is [{ Length: > 0 } token] ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var page = items.Skip(start).Take(limit == 0 ? int.MaxValue : limit).ToArray();
        var next = start + page.Length < items.Length ? $"{start + page.Length}" : "";
        var kind = context.Request.Path.Value!.Split('/')[^1] switch { "pods" => "Pod", "namespaces" => "Namespace", _ => "Deployment" };
        var version = context.Request.Path.Value.StartsWith("/apis/apps", StringComparison.Ordinal) ? "apps/v1" : "v1";
        return $$"""{"kind": "{{kind}}List", "apiVersion": "{{version}}", "metadata": {"resourceVersion": "1", "continue": "{{next}}"}, "items": [{{string.Join(",", page)}}]}""";
    }

    private static string Resources(params (string Name, string Kind, bool Namespaced)[] resources)
        => $$"""{"resources": [{{string.Join(",", resources.Select(r =>
            $$"""{"name": "{{r.Name}}", "kind": "{{r.Kind}}", "namespaced": {{(r.Namespaced ? "true" : "false")}}, "verbs": [{{(r.Kind == "Binding" ? "\"create\"" : "\"list\", \"get\"")}}]}"""))}}]}""";
}
