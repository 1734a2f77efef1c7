using System.Text;

namespace Bouncer.GatekeeperAdapter.Audit.Results;

/// <summary>Messages as statuses hold them: etcd bounds what an object may weigh.</summary>
internal static class StatusMessage
{
    /// <summary>The most bytes of a message, as in Gatekeeper (msgSize in pkg/audit/manager.go).</summary>
    public const int MaxBytes = 256;

    private const string Ellipsis = "...";

    /// <summary>The message; if it is longer, its beginning and <c>...</c>. Unlike Gatekeeper's cut, this one goes through no
    /// character.</summary>
    public static string Of(string message)
    {
        if (Encoding.UTF8.GetByteCount(message) <= MaxBytes)
        {
            return message;
        }

        var bytes = 0;
        var length = 0;
        foreach (var rune in message.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes - Ellipsis.Length)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return message[..length] + Ellipsis;
    }
}
