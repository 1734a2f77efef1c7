using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Evaluating;

/// <summary>Evaluates modules given as text and says in text what comes of it.</summary>
internal static class Policies
{
    /// <summary>The value of <c>data.test.p</c> as Rego text, <c>undefined</c>, or the error.</summary>
    /// <param name="rules">Rules of package <c>test</c>, in v1.</param>
    /// <param name="input">The input as JSON.</param>
    /// <param name="data">The base documents as JSON.</param>
    public static string ValueOfP(string rules, string? input = null, string? data = null)
        => Value($"package test\n\n{rules}", "data.test.p", input, data);

    /// <summary>The value of a query about one module.</summary>
    public static string Value(string module, string query, string? input = null, string? data = null)
        => Text(Prepare([module], query, data).Evaluate(input is null ? null : RegoJson.Parse(input)));

    /// <summary>A query about modules.</summary>
    public static RegoQuery Prepare(IEnumerable<string> modules, string query, string? data = null)
    {
        var compilation = RegoPolicy.Compile(
            modules.Select((text, i) => new RegoModule($"m{i}.rego", text)),
            new RegoPolicyOptions { Data = data is null ? RegoObject.Empty : (RegoObject)RegoJson.Parse(data) });
        Assert.Empty(compilation.Diagnostics);
        var preparation = compilation.Policy!.Prepare(query);
        Assert.Empty(preparation.Diagnostics);
        return preparation.Query!;
    }

    /// <summary>An outcome in text.</summary>
    public static string Text(RegoOutcome outcome)
        => outcome.Error is { } error ? $"{error.Code}: {error.Message}" : outcome.Value?.ToString() ?? "undefined";
}
