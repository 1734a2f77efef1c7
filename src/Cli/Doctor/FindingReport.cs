using System.Text.Json;
using System.Text.Json.Serialization;
using Bouncer.Cli.Check;

namespace Bouncer.Cli.Doctor;

/// <summary>Prints findings: one line each for people, or all as JSON.</summary>
internal static class FindingReport
{
    public static void Write(IReadOnlyList<Finding> findings, bool isJson, Terminal terminal)
    {
        if (isJson)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new FindingsJson(findings, Sum(findings)), DoctorJson.Default.FindingsJson));
            return;
        }

        var width = findings.Max(f => f.Check.Length);
        foreach (var finding in findings)
        {
            var remedy = finding.Remedy is null ? "" : $" -> {finding.Remedy}";
            terminal.Output.WriteLine(TerminalText.Of(
                $"{Word(finding.Status),-7}  {finding.Check.PadRight(width)}  {finding.Message.ReplaceLineEndings(" ")}{remedy}"));
        }

        var sum = Sum(findings);
        terminal.Output.WriteLine($"{sum.Ok} ok, {sum.Skipped} skipped, {sum.Warning} warnings, {sum.Problem} problems");
    }

    private static FindingSumJson Sum(IReadOnlyList<Finding> findings)
    {
        return new(Count(FindingStatus.Ok), Count(FindingStatus.Skipped), Count(FindingStatus.Warning), Count(FindingStatus.Problem));

        int Count(FindingStatus status) => findings.Count(f => f.Status == status);
    }

    private static string Word(FindingStatus status) => status.ToString().ToLowerInvariant();
}

internal sealed record FindingsJson(IReadOnlyList<Finding> Findings, FindingSumJson Summary);

internal sealed record FindingSumJson(int Ok, int Skipped, int Warning, int Problem);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LowerCaseEnumConverter<FindingStatus>)])]
[JsonSerializable(typeof(FindingsJson))]
internal sealed partial class DoctorJson : JsonSerializerContext;
