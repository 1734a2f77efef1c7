using System.Globalization;
using Bouncer.Dashboard.Model;

namespace Bouncer.Dashboard.Components;

/// <summary>Figures as people read them.</summary>
internal static class Format
{
    private static readonly string[] s_byteUnits = ["B", "KiB", "MiB", "GiB"];

    /// <summary>A number with its thousands apart.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Three digits and a unit.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0",
        { TotalMilliseconds: < 1 } => $"{Digits(duration.TotalMicroseconds)} µs",
        { TotalSeconds: < 1 } => $"{Digits(duration.TotalMilliseconds)} ms",
        { TotalMinutes: < 1 } => $"{Digits(duration.TotalSeconds)} s",
        _ => Span(duration),
    };

    /// <summary>The same, or a dash where nothing was measured.</summary>
    public static string Duration(TimeSpan? duration) => duration is { } known ? Duration(known) : "–";

    /// <summary>A stretch of time in its two greatest units.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => $"{Whole(span.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{Whole(span.TotalMinutes)} min",
        { TotalDays: < 2 } => $"{Whole(span.TotalHours)} h {span.Minutes} min",
        _ => $"{Whole(span.TotalDays)} days",
    };

    /// <summary>Bytes in the greatest unit of which there is at least one.</summary>
    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < s_byteUnits.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return $"{(unit == 0 ? Whole(value) : Digits(value))} {s_byteUnits[unit]}";
    }

    /// <summary>A part of a whole.</summary>
    public static string Share(long part, long whole)
        => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.#} %");

    /// <summary>An outcome's name, as addresses and styles have it.</summary>
    public static string Key(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "allowed",
        DecisionOutcome.Denied => "denied",
        _ => "failed",
    };

    /// <summary>A number for SVG and CSS.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Digits(double value)
        => value.ToString(value < 10 ? "0.##" : value < 100 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static string Whole(double value) => Math.Floor(value).ToString("0", CultureInfo.InvariantCulture);
}
