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

    /// <summary>Runs modules number <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/>; says how many answers differ.</summary>
    public static async Task<int> RunAsync(string oracle, int count, int first, TextWriter output)
    {
        var questions = new List<(int Seed, string Module, string Query)>();
        for (var seed = first; seed < first + count; seed++)
        {
            var generator = new ModuleGenerator(seed);
            var module = generator.Module();
            questions.AddRange(generator.Documents.Select(name => (seed, module, $"data.test.{name} = x")));
        }

        var answers = await AskAsync(oracle, questions);
        var differences = 0;
        var refusals = 0;
        var errors = 0;
        foreach (var (question, answer) in questions.Zip(answers))
        {
            if (answer is null)
            {
                output.WriteLine($"OPA gives no answer for {question.Seed} {question.Query}");
                continue;
            }

            var theirs = Describe(answer);
            var ours = Evaluate(question.Module, question.Query);
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
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"--- {question.Seed} {question.Query}\n{question.Module}OPA  {theirs}\nhere {ours}\n"));
            }
        }

        output.WriteLine($"{differences} of {questions.Count} differ in what they give, {refusals} in what is refused; {errors} are errors in OPA.");
        return differences + refusals;
    }

    /// <summary>OPA's answers. Some modules overflow its stack: that question has no answer, and another process takes the rest.</summary>
    private static async Task<List<string?>> AskAsync(string oracle, List<(int Seed, string Module, string Query)> questions)
    {
        var answers = new List<string?>();
        while (answers.Count < questions.Count)
        {
            answers.AddRange(await AskOneProcessAsync(oracle, questions.Skip(answers.Count)));
            if (answers.Count < questions.Count)
            {
                answers.Add(null);
            }
        }

        return answers;
    }

    private static async Task<List<string>> AskOneProcessAsync(string oracle, IEnumerable<(int Seed, string Module, string Query)> questions)
    {
        using var process = Process.Start(new ProcessStartInfo(oracle)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var reading = Task.Run(async () =>
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                lines.Add(line);
            }

            return lines;
        });
        try
        {
            foreach (var (_, module, query) in questions)
            {
                var question = new JsonObject
                {
                    ["modules"] = new JsonArray(JsonValue.Create(module), JsonValue.Create(ModuleGenerator.Library)),
                    ["rego_version"] = "v1",
                    ["query"] = query,
                    ["input"] = System.Text.Json.Nodes.JsonNode.Parse(ModuleGenerator.Input),
                    ["data"] = System.Text.Json.Nodes.JsonNode.Parse(ModuleGenerator.Data),
                };
                await process.StandardInput.WriteLineAsync(question.ToJsonString());
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early; what it answered until then is read all the same.
        }

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

    private static string Evaluate(string module, string query)
    {
        try
        {
            var options = new RegoPolicyOptions { Data = (RegoObject)RegoJson.Parse(ModuleGenerator.Data) };
            var compilation = RegoPolicy.Compile(
                [new RegoModule("test-0.rego", module), new RegoModule("test-1.rego", ModuleGenerator.Library)], options);
            if (compilation.Policy is not { } policy)
            {
                return $"error {compilation.Diagnostics[0].Code}";
            }

            var outcome = policy.Prepare(query).Query!.Evaluate(RegoJson.Parse(ModuleGenerator.Input));
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
