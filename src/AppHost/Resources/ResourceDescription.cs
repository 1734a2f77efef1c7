namespace Bouncer.AppHost.Resources;

/// <summary>A resource, as <see cref="ResourceEndpoint"/> describes it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind"><c>project</c> or <c>executable</c>.</param>
/// <param name="State">One of <see cref="KnownResourceStates"/>.</param>
/// <param name="Health"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>; null while it does not run.</param>
/// <param name="ExitCode">The exit code of its process, once that has ended.</param>
/// <param name="Endpoints">Where it listens.</param>
/// <param name="Commands">What can be done with it now, of <see cref="KnownResourceCommands"/>.</param>
internal sealed record ResourceDescription(
    string Name, string Kind, string State, string? Health, int? ExitCode, IReadOnlyList<ResourceAddress> Endpoints, IReadOnlyList<string> Commands);

/// <summary>An endpoint of a resource.</summary>
internal sealed record ResourceAddress(string Name, string Url);

/// <summary>A line that a resource wrote to its console.</summary>
/// <param name="Number">1 for the first one.</param>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">Whether it was written to standard error.</param>
internal sealed record ConsoleLine(int Number, string Text, bool IsError);
