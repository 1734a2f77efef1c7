namespace Bouncer.Dashboard.Pages;

/// <summary>
/// Addresses that the browser was sent to while somebody types. They come back one by one, later than the next letter: only the
/// last one says what is chosen.
/// </summary>
internal sealed class SentAddresses
{
    private readonly List<string> _sent = [];

    /// <summary>The browser is sent to an address.</summary>
    public void Add(DecisionAddress address) => _sent.Add(address.ToString());

    /// <summary>The browser is at an address.</summary>
    public Arrival Arrive(DecisionAddress address)
    {
        var at = _sent.IndexOf(address.ToString());
        if (at < 0)
        {
            // Not by us: a link, or the way back. It counts.
            return _sent.Count > 0 ? Arrival.Displaced : Arrival.Last;
        }

        _sent.RemoveRange(0, at + 1);
        return _sent.Count > 0 ? Arrival.Overtaken : Arrival.Last;
    }
}

/// <summary>What an address that the browser is at is worth.</summary>
internal enum Arrival
{
    /// <summary>It is what is chosen.</summary>
    Last,

    /// <summary>The browser was sent on from there already.</summary>
    Overtaken,

    /// <summary>
    /// It is what is chosen, and somebody chose it before the browser heard where it was sent to earlier: that will take its place
    /// unless the browser is sent to it again.
    /// </summary>
    Displaced,
}
