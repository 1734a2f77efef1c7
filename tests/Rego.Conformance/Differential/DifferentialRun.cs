using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Conformance.Differential;

/// <summary>
/// Evaluates generated modules with this engine and with a real OPA, and shows where they differ. OPA's side is a program that reads
/// one JSON case a line and answers a line each.
/// </summary>
internal static class DifferentialRun
{
    private const int MaxShown = 15;

    /// <summary>Runs modules number <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/>; says how many differ.</summary>
    public static async Task<int> RunAsync(string oracle, int count, int first, TextWriter output)
    {
        var modules = Enumerable.Range(first, count).Select(seed => new ModuleGenerator(seed).Module()).ToArray();
        var answers = await AskAsync(oracle, modules);
        var differences = 0;
        var refusals = 0;
        var errors = 0;
        for (var i = 0; i < modules.Length; i++)
        {
            var theirs = Describe(answers[i]);
            var ours = Evaluate(modules[i]);
            errors += theirs.StartsWith("error", StringComparison.Ordinal) ? 1 : 0;
            if (ours == theirs)
            {
                continue;
            }

            // What compilers refuse is another subject than what evaluations give.
            var isRefused = theirs.StartsWith("error rego_", StringComparison.Ordinal) || ours.StartsWith("error rego_", StringComparison.Ordinal);
            differences += isRefused ? 0 : 1;
            refusals += isRefused ? 1 : 0;
            if ((isRefused ? refusals : differences) <= MaxShown)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--- {first + i}\n{modules[i]}OPA  {theirs}\nhere {ours}\n"));
            }
        }

        output.WriteLine($"{differences} of {count} differ in what they give, {refusals} in what is refused; {errors} are errors in OPA.");
        return differences + refusals;
    }

    private static async Task<string[]> AskAsync(string oracle, string[] modules)
    {
        using var process = Process.Start(new ProcessStartInfo(oracle) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var reading = Task.Run(async () =>
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                lines.Add(line);
            }

            return lines.ToArray();
        });
        foreach (var module in modules)
        {
            var question = new JsonObject
            {
                ["modules"] = new JsonArray(JsonValue.Create(module)),
                ["rego_version"] = "v1",
                ["query"] = "data.test = x",
                ["input"] = System.Text.Json.Nodes.JsonNode.Parse(ModuleGenerator.Input),
                ["data"] = System.Text.Json.Nodes.JsonNode.Parse(ModuleGenerator.Data),
            };
            await process.StandardInput.WriteLineAsync(question.ToJsonString());
        }

        process.StandardInput.Close();
        return await reading;
    }

    private static string Describe(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        if (root.TryGetProperty("error", out var error))
        {
            return $"error {error.GetProperty("code").GetString()}";
        }

        return root.GetProperty("defined").GetBoolean()
            ? RegoJson.Parse(root.GetProperty("result")[0].GetProperty("x").GetRawText()).ToString()
            : "undefined";
    }

    private static string Evaluate(string module)
    {
        try
        {
            var options = new RegoPolicyOptions { Data = (RegoObject)RegoJson.Parse(ModuleGenerator.Data) };
            var compilation = RegoPolicy.Compile([new RegoModule("test-0.rego", module)], options);
            if (compilation.Policy is not { } policy)
            {
                return $"error {compilation.Diagnostics[0].Code}";
            }

            var outcome = policy.Prepare("data.test = x").Query!.Evaluate(RegoJson.Parse(ModuleGenerator.Input));
            if (outcome.Error is { } error)
            {
                return $"error {error.Code}";
            }

            return outcome.Results.Count == 0 ? "undefined" : RegoJson.Parse(RegoJson.ToUtf8(outcome.Results[0]["x"]!)).ToString();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"exception {error}";
        }
    }
}
