namespace Bouncer.Admission.Recording;

/// <summary>What is told of reviews.</summary>
public sealed record RecordingOptions
{
    /// <summary>The number of registries that <see cref="Registries"/> has if nothing else is said.</summary>
    public const int DefaultRegistries = 20;

    /// <summary>The most that <see cref="Registries"/> may be.</summary>
    public const int MaxRegistries = 1000;

    /// <summary>How many registries of refused images the metrics tell apart: the first ones that come, 0 to
    /// <see cref="MaxRegistries"/>.</summary>
    public int Registries { get; init; } = DefaultRegistries;

    /// <summary>What logs and spans keep back.</summary>
    public Redaction Redaction { get; init; }
}

/// <summary>What logs and spans keep back of images, of annotations, and of reasons, which name images.</summary>
public enum Redaction
{
    /// <summary>Nothing: they stand there as they were written.</summary>
    None,

    /// <summary>Images and the values of annotations are told by the first digits of their SHA-256, reasons not at all.</summary>
    Hash,

    /// <summary>None of them are told.</summary>
    Omit,
}
