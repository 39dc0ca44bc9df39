namespace Vernier.DicomWebOAuth.Forwarding;

/// <summary>The caller's body could not be read: it went away, was too slow, or does not keep the protocol.</summary>
internal sealed class CallerException(Exception cause) : IOException("The caller's request could not be read.", cause)
{
    /// <summary>The one that is behind a failure to send; null when that has other causes.</summary>
    public static CallerException? Behind(Exception? failure)
    {
        while (failure is not (null or CallerException))
            failure = failure.InnerException;
        return failure as CallerException;
    }
}
