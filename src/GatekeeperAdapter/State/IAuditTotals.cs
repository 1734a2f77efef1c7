namespace Bouncer.GatekeeperAdapter.State;

/// <summary>How many violations audits have found, as far as that is known here.</summary>
internal interface IAuditTotals
{
    /// <summary>The number of each constraint that an audit has looked at, by its template's name (the kind in lower case) and its own.</summary>
    IReadOnlyDictionary<(string Template, string Name), long> Totals();
}
