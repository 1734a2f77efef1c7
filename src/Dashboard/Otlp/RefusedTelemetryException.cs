namespace Bouncer.Dashboard.Otlp;

/// <summary>A request that is not taken, and never will be however often it is sent.</summary>
/// <param name="status">How it is answered over HTTP: 400, 413 or 415.</param>
/// <param name="message">Why, for who looks after the sender.</param>
internal sealed class RefusedTelemetryException(int status, string message) : Exception(message)
{
    private const int MaxShown = 100;

    public int Status { get; } = status;

    /// <summary>What a stranger wrote, as it stands in a message: no longer than a line.</summary>
    public static string Shown(string? text) => text is { Length: > MaxShown } ? text[..MaxShown] + "..." : text ?? "";

    public static RefusedTelemetryException Malformed(int position, string what)
        => new(StatusCodes.Status400BadRequest, $"The body is no OTLP message in protobuf: {what} at byte {position}.");

    public static RefusedTelemetryException TooLarge(int limit)
        => new(StatusCodes.Status413PayloadTooLarge, $"The body has more than {limit} bytes unpacked. Send smaller batches.");

    public static RefusedTelemetryException TakesTooMuch(long size, long limit)
        => new(StatusCodes.Status413PayloadTooLarge, $"The request would take {size} bytes in memory, more than half of the {limit} that may be held. Send smaller batches.");

    public static RefusedTelemetryException TooManyRecords(int limit)
        => new(StatusCodes.Status413PayloadTooLarge, $"The body has more than {limit} records. Send smaller batches.");

    public static RefusedTelemetryException Unsupported(string message) => new(StatusCodes.Status415UnsupportedMediaType, message);
}
