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

    /// <summary>Does a thing and tells of it, or tells that it would be done.</summary>
    public void Do(Verb verb, string what, Action work)
    {
        if (!dryRun)
        {
            work();
        }

        Tell(verb, what);
    }

    /// <summary>Does a thing and tells of it, or tells that it would be done.</summary>
    public async Task DoAsync(Verb verb, string what, Func<Task> work)
    {
        if (!dryRun)
        {
            await work();
        }

        Tell(verb, what);
    }

    /// <summary>Tells of a thing that is done, or would be.</summary>
    public void Tell(Verb verb, string what)
    {
        HasChanges = true;
        Say(dryRun ? $"would {verb.Infinitive}  {what}" : $"{verb.Past,-9}  {what}");
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
