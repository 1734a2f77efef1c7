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

    /// <summary>The browser is at an address: whether it was sent on from there already.</summary>
    public bool IsOvertaken(DecisionAddress address)
    {
        var at = _sent.IndexOf(address.ToString());
        if (at < 0)
        {
            // Not by us: a link, or the way back. It counts.
            _sent.Clear();
            return false;
        }

        _sent.RemoveRange(0, at + 1);
        return _sent.Count > 0;
    }
}
