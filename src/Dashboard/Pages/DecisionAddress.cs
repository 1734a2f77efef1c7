using System.Globalization;
using Bouncer.Dashboard.Components;
using Bouncer.Dashboard.Model;
using Bouncer.Dashboard.Queries;
using Microsoft.AspNetCore.Http.Extensions;

namespace Bouncer.Dashboard.Pages;

/// <summary>The address of the page of decisions: everything that was chosen there stands in it, so that it can be passed on.</summary>
public sealed record DecisionAddress
{
    /// <summary>The page.</summary>
    public const string Page = "/decisions";

    /// <summary>How far back; null for all that is held.</summary>
    public string? Window { get; init; }

    /// <summary>From when, instead.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How the reviews ended; none for all.</summary>
    public IReadOnlyList<DecisionOutcome> Outcomes { get; init; } = [];

    /// <summary>The service that decided.</summary>
    public string? Service { get; init; }

    /// <summary>The namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>A rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>A registry of one of the images.</summary>
    public string? Registry { get; init; }

    /// <summary>One of the images.</summary>
    public string? Image { get; init; }

    /// <summary>Words to look for.</summary>
    public string? Text { get; init; }

    /// <summary>The decision that is shown whole.</summary>
    public string? Selected { get; init; }

    /// <summary>Whether anything but the time is chosen.</summary>
    public bool HasFilters
        => Outcomes.Count > 0 || Service is not null || Namespace is not null || Rule is not null || Registry is not null || Image is not null || Text is not null;

    /// <summary>Refused, by the policy or for want of a decision.</summary>
    public static IReadOnlyList<DecisionOutcome> Refused { get; } = [DecisionOutcome.Denied, DecisionOutcome.Failed];

    /// <summary>Which decisions that are.</summary>
    /// <param name="now">The time from which windows reach back.</param>
    public DecisionFilter Filter(DateTimeOffset now) => new()
    {
        Window = From is not null || To is not null ? new TimeWindow(From ?? DateTimeOffset.MinValue, To ?? DateTimeOffset.MaxValue)
            : Window is { } window ? TimeRange.Of(window).Before(now)
            : null,
        Outcomes = Outcomes.Count == 0 ? null : Outcomes.ToHashSet(),
        Service = Service,
        Namespace = Namespace,
        Rule = Rule,
        Registry = Registry,
        Image = Image,
        Text = Text,
    };

    /// <summary>Whether another address has the same decisions, whichever is shown whole.</summary>
    public bool IsSameList(DecisionAddress other) => (this with { Selected = null }).ToString() == (other with { Selected = null }).ToString();

    /// <summary>The address with an outcome chosen that was not, or the other way round.</summary>
    public DecisionAddress Toggle(DecisionOutcome outcome)
        => this with { Outcomes = Outcomes.Contains(outcome) ? [.. Outcomes.Where(o => o != outcome)] : [.. Outcomes, outcome], Selected = null };

    /// <summary>The address as a browser has it.</summary>
    public override string ToString()
    {
        var query = new QueryBuilder();
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }

        Add("window", Window);
        Add("from", From?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        Add("to", To?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        foreach (var outcome in Outcomes)
        {
            Add("outcome", Format.Key(outcome));
        }

        Add("service", Service);
        Add("namespace", Namespace);
        Add("rule", Rule);
        Add("registry", Registry);
        Add("image", Image);
        Add("text", string.IsNullOrWhiteSpace(Text) ? null : Text);
        Add("decision", Selected);
        return Page + query;
    }

    /// <summary>The outcome of a name in an address; null for any other text.</summary>
    public static DecisionOutcome? Outcome(string? key)
    {
        foreach (var outcome in Enum.GetValues<DecisionOutcome>())
        {
            if (Format.Key(outcome) == key)
            {
                return outcome;
            }
        }

        return null;
    }
}
