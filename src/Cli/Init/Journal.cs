namespace Bouncer.Cli.Init;

/// <summary>What can be done to a thing.</summary>
/// <param name="Infinitive">What would be done.</param>
/// <param name="Past">What was done.</param>
internal sealed record Verb(string Infinitive, string Past)
{
    public static readonly Verb Create = new("create", "created");
    public static readonly Verb Approve = new("approve", "approved");
    public static readonly Verb Store = new("store", "stored");
    public static readonly Verb Write = new("write", "written");
    public static readonly Verb Change = new("change", "changed");
    public static readonly Verb Remove = new("remove", "removed");
}

/// <summary>Says what is done, one line a thing, or what would be done.</summary>
internal sealed class Journal(Terminal terminal, bool dryRun)
{
    /// <summary>Whether anything was done, or would be.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>Tells of a thing that is to be done.</summary>
    /// <returns>Whether to do it.</returns>
    public bool Do(Verb verb, string what)
    {
        HasChanges = true;
        Say(dryRun ? $"would {verb.Infinitive}  {what}" : $"{verb.Past,-9}  {what}");
        return !dryRun;
    }

    /// <summary>Tells of a thing that is as it should be.</summary>
    public void Unchanged(string what) => Say($"unchanged  {what}");

    /// <summary>Tells anything else.</summary>
    public void Say(string text)
    {
        terminal.Output.WriteLine(TerminalText.Of(text));
        terminal.Output.Flush(); // Somebody may have to do something before it goes on.
    }
}
