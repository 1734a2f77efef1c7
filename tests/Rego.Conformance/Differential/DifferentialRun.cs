using System.Globalization;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Conformance.Differential;

/// <summary>Evaluates generated modules with this engine and with a real OPA, and shows where they differ on modules as small as can be.</summary>
internal static class DifferentialRun
{
    private const int MaxShown = 15;

    /// <summary>Runs modules number <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/>; says how many answers differ.</summary>
    public static async Task<int> RunAsync(string program, int count, int first, TextWriter output)
    {
        using var oracle = new Oracle(program);
        var (questions, differences, refusals, errors) = (0, 0, 0, 0);
        for (var seed = first; seed < first + count; seed++)
        {
            var generator = new ModuleGenerator(seed);
            var module = generator.Module();
            foreach (var name in generator.Documents)
            {
                questions++;
                var question = new Question(module, $"data.test.{name} = x");
                if (await oracle.AnswerAsync(question) is not { } theirs)
                {
                    output.WriteLine($"OPA gives no answer for {seed} {question.Query}");
                    continue;
                }

                errors += Difference.IsError(theirs) ? 1 : 0;
                var difference = new Difference(theirs, Evaluate(question));
                if (difference.Ours == theirs)
                {
                    continue;
                }

                if ((difference.IsRefusal ? ++refusals : ++differences) <= MaxShown)
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--- {seed} {question.Query}"));
                    output.WriteLine(await DescribeAsync(oracle, question, difference));
                }
            }
        }

        output.WriteLine($"{differences} of {questions} differ in what they give, {refusals} in what is refused; {errors} are errors in OPA.");
        return differences + refusals;
    }

    private static async Task<string> DescribeAsync(Oracle oracle, Question question, Difference difference)
    {
        var shown = difference;
        var shrinker = new Shrinker(async module =>
        {
            var smaller = question with { Module = module };
            if (await oracle.AnswerAsync(smaller) is not { } theirs)
            {
                return false;
            }

            var found = new Difference(theirs, Evaluate(smaller));
            if (found.Ours == theirs || !found.IsLike(difference))
            {
                return false;
            }

            shown = found;
            return true;
        });
        return $"{await shrinker.ShrinkAsync(question.Module)}OPA  {shown.Theirs}\nhere {shown.Ours}\n";
    }

    private static string Evaluate(Question question)
    {
        try
        {
            var options = new RegoPolicyOptions { Data = (RegoObject)RegoJson.Parse(ModuleGenerator.Data) };
            var compilation = RegoPolicy.Compile(
                [new RegoModule("test-0.rego", question.Module), new RegoModule("test-1.rego", ModuleGenerator.Library)], options);
            if (compilation.Policy is not { } policy)
            {
                return $"error {compilation.Diagnostics[0].Code}";
            }

            var outcome = policy.Prepare(question.Query).Query!.Evaluate(RegoJson.Parse(ModuleGenerator.Input));
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
