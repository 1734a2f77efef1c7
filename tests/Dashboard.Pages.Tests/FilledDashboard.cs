using Bouncer.Dashboard.Pages.Tests.Support;
using Bouncer.TestSupport.Browsing;
using Microsoft.Playwright;

namespace Bouncer.Dashboard.Pages.Tests;

/// <summary>A dashboard with an hour of decisions, and a browser to look at it.</summary>
public sealed class FilledDashboard : IAsyncLifetime
{
    /// <summary>What a hostile image would like to do to who looks at it.</summary>
    internal const string HostileImage = "evil.example/<img src=x onerror=alert(1)>\"'><script>alert(2)</script>";

    internal const string RefusedImage = "quay.io/library/busybox:1.37";
    internal const string RefusedReason = "image \"quay.io/library/busybox:1.37\" is not allowed by rule \"registry-whitelist\"; allowed are docker.io, gcr.io";

    private RunningDashboard? _dashboard;
    private Browser? _browser;

    internal RunningDashboard Dashboard => _dashboard ?? throw new InvalidOperationException("The dashboard did not start.");

    /// <summary>The refused busybox.</summary>
    internal (string Decision, string Trace) Refused { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _dashboard = await RunningDashboard.StartAsync();
        using var reviews = new Reviews(_dashboard.Otlp);
        Fill(reviews);
        Refused = reviews.Decide(new() { Image = RefusedImage, Namespace = "shop", Reason = RefusedReason });
        reviews.Decide(new() { Image = HostileImage, Namespace = "<b>ns</b>", Rule = "</title><script>alert(3)</script>", Reason = "<script>alert(4)</script>" });
        reviews.Decide(new() { Outcome = "failed", Image = "registry.example.com/app@sha256:00", Namespace = "ci", Rule = "image-reference", Reason = "image \"registry.example.com/app@sha256:00\" is no image reference: a digest of SHA-256 has 64 digits" });
        reviews.Send();
        using var adapter = new Adapter(_dashboard.Otlp);
        FillPolicies(adapter);
    }

    /// <summary>Opens a page that has shown the token.</summary>
    internal async Task<WatchedPage> OpenAsync(string address, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        _browser ??= await Browser.StartAsync();
        var page = await _browser.OpenAsync(Dashboard, scheme, width, height);
        await page.SignInAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }
    }

    /// <summary>An hour as it may be in a cluster: mostly allowed, some registries refused again and again.</summary>
    private static void Fill(Reviews reviews)
    {
        string[] allowed = ["docker.io/library/nginx:1.29", "docker.io/library/busybox", "gcr.io/google-containers/pause:3.10", "docker.io/library/redis:8"];
        string[] refused = ["ghcr.io/acme/builder:latest", "registry.example.com/busybox", "docker.io.evil.com/library/busybox", "ghcr.io/acme/runner:2"];
        string[] namespaces = ["default", "shop", "ci", "monitoring"];
        var random = new Random(7); // The same hour every time.
        for (var i = 0; i < 900; i++)
        {
            var isRefused = random.Next(100) < 14;
            var image = isRefused ? refused[Math.Min(random.Next(4), random.Next(4))] : allowed[random.Next(4)];
            reviews.Decide(new()
            {
                Outcome = isRefused ? "denied" : "allowed",
                Image = image,
                Namespace = namespaces[random.Next(4)],
                Rule = image.EndsWith(":latest", StringComparison.Ordinal) ? "no-latest" : "registry-whitelist",
                Reason = isRefused ? $"image \"{image}\" is not allowed by rule \"registry-whitelist\"; allowed are docker.io, gcr.io" : "",
                Age = TimeSpan.FromSeconds(3500 * Math.Sqrt(random.NextDouble())),
                Took = TimeSpan.FromMicroseconds(60 + (random.NextDouble() * random.NextDouble() * 2500)),
            });
        }
    }

    /// <summary>Templates and constraints as a cluster may have them, in every state that there is.</summary>
    private static void FillPolicies(Adapter adapter)
    {
        static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

        Adapter.Constraint broken = new(
            "K8sReplicaLimits", "replica-limits", Status: "error", Violations: null,
            Problem: "spec.parameters.ranges[0].min: Invalid value: \"two\": must be of type integer");
        Adapter.Constraint waits = new(
            "K8sHttpsOnly", "ingress-https-only", "dryrun", null, "pending", "no template makes the kind K8sHttpsOnly");
        Adapter.Constraint repos = new("K8sAllowedRepos", "repos-of-production", Violations: 3);
        Adapter.Constraint labels = new("K8sRequiredLabels", "ns-must-have-owner", "warn", 1);
        Adapter.Constraint hostile = new("K8sRequiredLabels", "<img src=x onerror=alert(5)>", "dryrun", null);
        adapter.List(
            [
                new("K8sHttpsOnly", "error", "spec.targets[0].rego:7:3: rego_unsafe_var_error: var annotations is unsafe"),
                new("K8sAllowedRepos"),
                new("K8sContainerLimits", "outdated", "spec.targets[0].rego:12:1: rego_parse_error: unexpected token }"),
                new("K8sReplicaLimits"),
                new("K8sRequiredLabels"),
            ],
            [broken, waits, repos, new("K8sContainerLimits", "containers-must-have-limits"), hostile, labels]);
        adapter.Audit(
            new(repos, "Pod", "shop", "checkout-5c9f6d7b4-x2x8p", "container <checkout> has an invalid image repo <ghcr.io/acme/checkout:3>, allowed repos are [\"docker.io/\"]"),
            new(repos, "Pod", "ci", "runner-0", "container <runner> has an invalid image repo <ghcr.io/acme/runner:2>, allowed repos are [\"docker.io/\"]"),
            new(repos, "Pod", "ci", "runner-1", "container <runner> has an invalid image repo <ghcr.io/acme/runner:2>, allowed repos are [\"docker.io/\"]"),
            new(labels, "Namespace", "", "monitoring", "you must provide labels: {\"owner\"}"));
        adapter.Count("gatekeeper_constraint_templates", 3, Label("status", "active"));
        adapter.Count("gatekeeper_constraint_templates", 2, Label("status", "error"));
        adapter.Count("gatekeeper_constraints", 2, Label("enforcement_action", "deny"), Label("status", "active"));
        adapter.Count("gatekeeper_constraints", 1, Label("enforcement_action", "deny"), Label("status", "error"));
        adapter.Count("gatekeeper_constraints", 1, Label("enforcement_action", "warn"), Label("status", "active"));
        adapter.Count("gatekeeper_constraints", 1, Label("enforcement_action", "dryrun"), Label("status", "active"));
        adapter.Count("gatekeeper_constraints", 1, Label("enforcement_action", "dryrun"), Label("status", "error"));
        adapter.Count("gatekeeper_violations", 3, Label("enforcement_action", "deny"));
        adapter.Count("gatekeeper_violations", 1, Label("enforcement_action", "warn"));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        adapter.Count("gatekeeper_audit_last_run_time", now - 32);
        adapter.Count("gatekeeper_audit_last_run_end_time", now - 31);
        adapter.Send();
    }
}
