using System.Text.Json;

namespace Bouncer.Rego.Conformance;

/// <summary>One case: modules, data, input and a query, and what is to come of it.</summary>
internal sealed record ConformanceCase
{
    /// <summary>What the case is called everywhere: its file, its note and, where that is not enough, a number.</summary>
    public required string Id { get; init; }

    /// <summary>The file without its ending: what results are grouped by.</summary>
    public required string Group { get; init; }

    public required string Note { get; init; }

    public required string Query { get; init; }

    public required RegoVersion Version { get; init; }

    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>The base documents as JSON; null for none.</summary>
    public string? Data { get; init; }

    /// <summary>The input as JSON; null for none.</summary>
    public string? Input { get; init; }

    /// <summary>The input as a Rego term; null for none.</summary>
    public string? InputTerm { get; init; }

    /// <summary>Whether errors of builtins are the outcome.</summary>
    public bool StrictErrors { get; init; }

    /// <summary>Whether arrays in results are compared without regard to their order.</summary>
    public bool SortBindings { get; init; }

    /// <summary>What <c>opa.runtime().env</c> is, as JSON; null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>The bindings of each result; null if results are not asked for.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>? WantResult { get; init; }

    /// <summary>The values that a query's only variable must have, in any order: Gatekeeper's violations.</summary>
    public JsonElement? WantViolations { get; init; }

    /// <summary>A part of the error's message; null if it does not matter.</summary>
    public string? WantError { get; init; }

    public string? WantErrorCode { get; init; }

    public bool WantsError => WantError is not null || WantErrorCode is not null;
}
