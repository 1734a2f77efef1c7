using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Bouncer.Benchmarks;
using Bouncer.Benchmarks.Cluster;
using Bouncer.Benchmarks.Constraints;
using Bouncer.Benchmarks.Dashboard;
using Bouncer.Benchmarks.Load;
using Bouncer.Benchmarks.Recording;
using Bouncer.Benchmarks.Rego;

switch (args)
{
    // What eng/bench.sh needs and no shell has.
    case ["ask", var url, var payload]:
        Console.WriteLine(await Client.AskAsync(new Uri(url), await File.ReadAllBytesAsync(payload), TimeSpan.FromSeconds(20)));
        return;
    case ["startup", var count, var payload, .. var commands]:
        await StartupRun.CompareAsync(int.Parse(count, CultureInfo.InvariantCulture), await File.ReadAllBytesAsync(payload), commands);
        return;
    // eng/bench-cluster.sh
    case ["pods", var webhook, var seconds]:
        await PodCreation.CompareAsync(webhook, int.Parse(seconds, CultureInfo.InvariantCulture));
        return;
    // eng/bench-rego.sh
    case ["rego-files", var folder]:
        AllowedRepos.WriteFiles(folder);
        return;
    // eng/bench-audit.sh
    case ["audit", var adapter, var pods]:
        await AuditRun.MeasureAsync(adapter, int.Parse(pods, CultureInfo.InvariantCulture));
        return;
    // eng/bench-dashboard.sh
    case ["otlp", var endpoint, var rate, var seconds]:
        await OtlpLoad.SendAsync(
            new Uri(endpoint), int.Parse(rate, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
        return;
    case ["dashboard"]:
        DashboardRun.Run();
        return;
    case ["rego"]:
        QuickRun.Run();
        return;
    case ["telemetry"]:
        await TelemetryRun.RunAsync();
        return;
    case ["constraints"]:
        ConstraintsRun.Run();
        return;
}

// In this process: the projects that BenchmarkDotNet generates would be built by this repository's rules, under which
// they do not pass.
var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));

BenchmarkSwitcher.FromAssembly(typeof(ReviewBenchmarks).Assembly).Run(args, config);
