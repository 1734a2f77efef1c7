using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bouncer.Rego.Json;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Conformance;

/// <summary>Runs single cases and says what is different from what they want.</summary>
internal static partial class CaseRunner
{
    private static readonly RegoLimits s_limits = new() { Time = TimeSpan.FromSeconds(20) };

    // What OPA's own suite finds there too: names are looked up, nothing is sent anywhere.
    private static readonly Dictionary<string, RegoHostFunction> s_hostFunctions = new(StringComparer.Ordinal)
    {
        ["net.lookup_ip_addr"] = LookUp,
    };

    /// <summary>Runs a case.</summary>
    public static CaseResult Run(ConformanceCase of)
    {
        try
        {
            return Judge(of, Evaluate(of));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever this is, it is a defect of the engine, and one case of many.
            return new CaseResult(of, Wanted(of), $"an exception: {error}", null);
        }
    }

    private static Answer Evaluate(ConformanceCase of)
    {
        var options = new RegoPolicyOptions
        {
            Data = of.Data is null ? RegoObject.Empty : (RegoObject)RegoJson.Parse(of.Data),
            EnablePrint = true,
        };
        var modules = of.Modules.Select((text, i) => new RegoModule($"test-{i}.rego", text, of.Version));
        var compilation = RegoPolicy.Compile(modules, options);
        if (compilation.Policy is not { } policy)
        {
            return Answer.Refused(compilation.Diagnostics);
        }

        var preparation = policy.Prepare(of.Query, new RegoQueryOptions { Version = of.Version });
        if (preparation.Query is not { } query)
        {
            return Answer.Refused(preparation.Diagnostics);
        }

        return new Answer(query.Evaluate(new RegoEvaluationOptions
        {
            Input = InputOf(of),
            StrictBuiltinErrors = of.StrictErrors,
            Limits = s_limits,
            Print = _ => { },
            HostFunctions = s_hostFunctions,
            Runtime = of.Environment is null ? null : RegoObject.Create(KeyValuePair.Create<RegoValue, RegoValue>(new RegoString("env"), RegoJson.Parse(of.Environment))),
        }), null, null);
    }

    private static RegoSet LookUp(ReadOnlySpan<RegoValue> operands)
        => RegoSet.Create([.. Dns.GetHostAddresses(((RegoString)operands[0]).Value).Select(a => new RegoString(a.ToString()))]);

    private static RegoValue? InputOf(ConformanceCase of)
    {
        if (of.InputTerm is not { } term)
        {
            return of.Input is null ? null : RegoJson.Parse(of.Input);
        }

        var policy = RegoPolicy.Compile([]).Policy!;
        var query = policy.Prepare($"x = {term}").Query ?? throw new InvalidDataException($"input_term {term} is no term");
        return query.Evaluate(RegoEvaluationOptions.Default).Results[0]["x"];
    }

    private static CaseResult Judge(ConformanceCase of, Answer answer)
    {
        var error = answer.Error;
        if (of.WantsError)
        {
            var isRight = error is not null
                && (of.WantErrorCode is null || error.Value.Code == of.WantErrorCode)
                && (of.WantError is null || error.Value.Message.Contains(of.WantError, StringComparison.Ordinal));
            return isRight ? CaseResult.Pass(of) : new CaseResult(of, Wanted(of), answer.ToString(), answer.MissingBuiltin);
        }

        if (error is not null)
        {
            return new CaseResult(of, Wanted(of), answer.ToString(), answer.MissingBuiltin);
        }

        var isSame = of.WantViolations is { } violations ? HasViolations(answer.Outcome!, violations)
            : of.WantResult is null || HasBindings(answer.Outcome!, of.WantResult, of.SortBindings);
        return isSame ? CaseResult.Pass(of) : new CaseResult(of, Wanted(of), answer.ToString(), null);
    }

    private static bool HasBindings(
        RegoOutcome outcome, IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> want, bool sort)
    {
        var wanted = RegoSet.Create([.. want.Select(bindings => Members(bindings.Select(b => (b.Key, FromJson(b.Value, sort)))))]);
        var came = RegoSet.Create([.. outcome.Results.Select(result => Members(result.Bindings.Select(b => (b.Key, AsJson(b.Value, sort)))))]);
        return wanted.Equals(came);
    }

    private static bool HasViolations(RegoOutcome outcome, JsonElement want)
    {
        if (outcome.Results is not [var result] || result.Bindings.ToArray() is not [var (_, value)])
        {
            return false;
        }

        var came = AsJson(value, sort: true);
        return FromJson(want, sort: true).Equals(came);
    }

    private static RegoObject Members(IEnumerable<(string Key, RegoValue Value)> members)
    {
        var made = new RegoObject.Builder();
        foreach (var (key, value) in members)
        {
            made.Set(key, value);
        }

        return made.Build();
    }

    private static RegoValue FromJson(JsonElement json, bool sort) => Sorted(RegoJson.Parse(json.GetRawText()), sort);

    // As OPA's suite does it: results are compared as JSON, where sets are arrays.
    private static RegoValue AsJson(RegoValue value, bool sort) => Sorted(RegoJson.Parse(RegoJson.ToUtf8(value)), sort);

    private static RegoValue Sorted(RegoValue value, bool sort)
        => sort && value is RegoArray array ? RegoArray.Create([.. array.Order()]) : value;

    private static string Wanted(ConformanceCase of)
    {
        if (of.WantsError)
        {
            return $"an error {of.WantErrorCode} {of.WantError}";
        }

        if (of.WantViolations is { } violations)
        {
            return violations.GetRawText();
        }

        return of.WantResult is null
            ? "no error"
            : "[" + string.Join(", ", of.WantResult.Select(b => "{" + string.Join(", ", b.Select(p => $"{p.Key} = {p.Value.GetRawText()}")) + "}")) + "]";
    }

    private sealed record Answer(RegoOutcome? Outcome, IReadOnlyList<Diagnostic>? Diagnostics, string? MissingBuiltin)
    {
        public (string Code, string Message)? Error
        {
            get
            {
                if (Diagnostics is { Count: > 0 } diagnostics)
                {
                    return (diagnostics[0].Code, OpaText(diagnostics));
                }

                return Outcome?.Error is { } error ? (error.Code, error.ToString()) : null;
            }
        }

        public static Answer Refused(IReadOnlyList<Diagnostic> diagnostics)
        {
            var missing = diagnostics.Select(d => MissingBuiltinPattern().Match(d.Message)).FirstOrDefault(m => m.Success);
            return new Answer(null, diagnostics, missing?.Groups[1].Value);
        }

        public override string ToString()
        {
            if (Error is not null)
            {
                var text = new StringBuilder("an error");
                foreach (var diagnostic in Diagnostics ?? [])
                {
                    text.Append(' ').Append(diagnostic);
                }

                return text.Append(' ').Append(Outcome?.Error).ToString();
            }

            return "[" + string.Join(", ", Outcome!.Results.Select(r => "{" + string.Join(", ", r.Bindings.Select(b => $"{b.Key} = {b.Value}")) + "}")) + "]";
        }
    }

    /// <summary>Errors in the form in which OPA's compiler reports them: no columns, details on lines of their own.</summary>
    private static string OpaText(IReadOnlyList<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Select(d => string.Concat(
            [d.Span.Source is null ? "" : $"{d.Span.Source.Name}:{d.Span.Line}: ", $"{d.Code}: {d.Message}", .. d.Details.Select(line => $"\n\t{line}")]));
        return diagnostics.Count == 1 ? $"1 error occurred: {errors.First()}" : $"{diagnostics.Count} errors occurred:\n{string.Join('\n', errors)}";
    }

    [GeneratedRegex("builtin ([^ ]+) is not provided here")]
    private static partial Regex MissingBuiltinPattern();
}
