using Bouncer.ImagePolicy;
using Bouncer.ImagePolicy.Policies;
using Spectre.Console;

namespace Bouncer.Cli.Check;

/// <summary>Prints a report for people: a table of all images, then why and what to change, then the sum.</summary>
internal static class TableReport
{
    public static void Write(CheckReport report, Terminal terminal)
    {
        var console = terminal.CreateConsole();
        if (report.Images.Count > 0)
        {
            console.Write(Table(report));
        }

        foreach (var image in report.Images.Where(i => i.Broken.Any()))
        {
            WriteViolations(console, image);
        }

        foreach (var failure in report.Failures)
        {
            console.WriteLine();
            WriteLine(console, "failed", Color.Red, $"{failure.Object.Place} {Subject(failure.Object)}");
            console.WriteLine($"  {Printable.Text(failure.Problem)}; the object would be refused");
        }

        if (report.Images.Count + report.Failures.Count > 0)
        {
            console.WriteLine();
        }

        console.WriteLine(Sum(report));
    }

    private static Table Table(CheckReport report)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var title in (string[])["VERDICT", "IMAGE", "RULE", "WHERE"])
        {
            table.AddColumn(new TableColumn(new Text(title)).PadRight(2));
        }

        foreach (var image in report.Images)
        {
            table.AddRow(
                new Text(Word(image.Verdict), Colour(image.Verdict)),
                new Text(Names(image)),
                new Text(string.Join('\n', image.Rules)),
                new Text(Where(image.Source)));
        }

        return table;
    }

    private static void WriteViolations(IAnsiConsole console, CheckedImage image)
    {
        console.WriteLine();
        var where = image.Source.Object is { } source ? $" in {source.Place} {Subject(source)} {image.Source.Path}" : "";
        WriteLine(console, Word(image.Verdict), Colour(image.Verdict), Printable.Text(image.Source.Image.Image) + where);
        foreach (var violation in image.Broken)
        {
            var prefix = violation.Enforcement switch
            {
                Enforcement.Warn => "warning: ",
                Enforcement.DryRun => "recorded: ",
                _ => "",
            };
            console.WriteLine($"  {prefix}{violation.Problem}; {violation.Remedy}");
        }
    }

    private static void WriteLine(IAnsiConsole console, string word, Color colour, string text)
    {
        console.Write(new Text(word, colour));
        console.WriteLine($" {text}");
    }

    private static string Sum(CheckReport report)
    {
        var failures = report.Failures.Count == 0 ? "" : $", {Plural(report.Failures.Count, "object")} that cannot be judged";
        var withoutPods = report.ObjectsWithoutPods == 0 ? "" : $"; {Plural(report.ObjectsWithoutPods, "object")} without pods";
        return $"{Plural(report.Images.Count, "image")}: {report.Count(Verdict.Allowed)} allowed, {report.Count(Verdict.Warned)} warned, {report.Count(Verdict.Refused)} refused{failures}{withoutPods}";
    }

    private static string Plural(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Names(CheckedImage image)
    {
        var written = Printable.Text(image.Source.Image.Image);
        return image.Normalised is null ? $"{written}\n(not an image reference)" : image.Normalised == written ? written : $"{written}\n{image.Normalised}";
    }

    private static string Where(ImageSource source)
        => source.Object is { } found
            ? $"{found.Place} {Subject(found)}\n{source.Path}{(source.Image.Name is { } name ? $" ({Printable.Text(name, 63)})" : "")}"
            : "argument";

    private static string Subject(ObjectSource source) => source.Kind.Length == 0 ? "object" : source.Label;

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "allowed",
        Verdict.Warned => "warned",
        _ => "refused",
    };

    private static Color Colour(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => Color.Green,
        Verdict.Warned => Color.Yellow,
        _ => Color.Red,
    };
}
