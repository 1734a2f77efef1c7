namespace Bouncer.Dashboard.Resources;

/// <summary>A resource of the AppHost, as its endpoint describes it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind"><c>project</c> or <c>executable</c>.</param>
/// <param name="State"><c>Running</c>, <c>Starting</c>, <c>Exited</c>, ... as Aspire calls them.</param>
/// <param name="Health"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>; null while it does not run.</param>
/// <param name="ExitCode">The exit code of its process, once that has ended.</param>
/// <param name="Endpoints">Where it listens.</param>
/// <param name="Commands">What can be done with it now: <c>start</c>, <c>stop</c>, <c>restart</c>.</param>
internal sealed record ResourceState(
    string Name, string Kind, string State, string? Health, int? ExitCode, IReadOnlyList<ResourceAddress> Endpoints, IReadOnlyList<string> Commands);

/// <summary>An endpoint of a resource.</summary>
internal sealed record ResourceAddress(string Name, string Url);

/// <summary>A line that a resource wrote to its console.</summary>
internal sealed record ConsoleLine(int Number, string Text, bool IsError);
