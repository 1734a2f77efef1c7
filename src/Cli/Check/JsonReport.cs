using System.Text.Json;
using System.Text.Json.Serialization;
using Bouncer.ImagePolicy.Policies;

namespace Bouncer.Cli.Check;

/// <summary>Prints a report for programs. <c>docs/cli.md</c> documents the fields; they stay as they are.</summary>
internal static class JsonReport
{
    public static void Write(CheckReport report, TextWriter output)
        => output.WriteLine(JsonSerializer.Serialize(Of(report), CheckJson.Default.ReportJson));

    private static ReportJson Of(CheckReport report)
        => new(
            new(report.Policy.Document.Name, report.Policy.Version),
            [.. report.Images.Select(Of)],
            [.. report.Failures.Select(f => new FailureJson(Of(f.Object, f.Object.Path, null), f.Problem))],
            new(
                report.Count(Verdict.Allowed),
                report.Count(Verdict.Warned),
                report.Count(Verdict.Refused),
                report.Failures.Count,
                report.ObjectsWithoutPods));

    private static ImageJson Of(CheckedImage image)
        => new(
            image.Source.Image.Image,
            image.Normalised,
            image.Source.Namespace,
            image.Verdict,
            [.. image.Rules],
            image.Source.Object is { } source ? Of(source, image.Source.Path, image.Source.Image.Name) : null,
            [.. image.Broken.Select(v => new ViolationJson(v.Rule, v.Enforcement, v.Problem, v.Remedy))]);

    private static SourceJson Of(ObjectSource source, string path, string? container)
        => new(source.File, source.Line, source.Kind, source.Name, path, container);
}

internal sealed record ReportJson(PolicyJson Policy, IReadOnlyList<ImageJson> Images, IReadOnlyList<FailureJson> Failures, SummaryJson Summary);

internal sealed record PolicyJson(string Name, string Version);

internal sealed record ImageJson(
    string Image,
    string? Normalised,
    string Namespace,
    Verdict Verdict,
    IReadOnlyList<string> Rules,
    SourceJson? Source,
    IReadOnlyList<ViolationJson> Violations);

internal sealed record SourceJson(string File, int Line, string Kind, string Name, string Path, string? Container);

internal sealed record ViolationJson(string Rule, Enforcement Enforcement, string Problem, string Remedy);

internal sealed record FailureJson(SourceJson Source, string Problem);

internal sealed record SummaryJson(int Allowed, int Warned, int Refused, int Failed, int ObjectsWithoutPods);

/// <summary>Words in place of the numbers of enumerations, as policies write them.</summary>
internal sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(LowerCase.Policy)
    where T : struct, Enum;

internal sealed class LowerCase : JsonNamingPolicy
{
    public static LowerCase Policy { get; } = new();

    public override string ConvertName(string name) => name.ToLowerInvariant();
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LowerCaseEnumConverter<Verdict>), typeof(LowerCaseEnumConverter<Enforcement>)])]
[JsonSerializable(typeof(ReportJson))]
internal sealed partial class CheckJson : JsonSerializerContext;
