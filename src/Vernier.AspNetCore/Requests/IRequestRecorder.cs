namespace Vernier.AspNetCore.Requests;

/// <summary>Records requests under the names of one convention. Thread-safe; allocates only for new combinations of labels.</summary>
internal interface IRequestRecorder
{
    /// <summary>Returns the gauge that counts a request in progress, by what is known of it so far.</summary>
    Gauge InProgress(MeasuredRequest request);

    /// <summary>Records a completed request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="errorType">The type of the error; null without one.</param>
    /// <param name="seconds">The duration of the request.</param>
    void Completed(MeasuredRequest request, string status, string? errorType, double seconds);
}
