using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Vernier.AspNetCore.Requests;

/// <summary>
/// A request from its start to its end. As a feature it keeps the endpoint that the request was routed to first: error page middleware clears the
/// endpoint and executes the request again for a page, but the request still belongs to the original endpoint, or to none.
/// </summary>
internal sealed class MeasuredRequest : IEndpointFeature
{
    private readonly HttpContext _context;
    private readonly IRequestRecorder _recorder;
    private Endpoint? _current;
    private Endpoint? _beforeStatusPage;
    private Gauge _inProgress;

    /// <summary>Starts the measurement. The method is read first, because middleware may override it.</summary>
    public MeasuredRequest(HttpContext context, IRequestRecorder recorder)
    {
        _context = context;
        _recorder = recorder;
        Method = RequestMethod.VerbOf(context.Request.Method);
        _inProgress = recorder.InProgress(this);
        _inProgress.Inc();
    }

    /// <summary>Gets the method with which the request started.</summary>
    public HttpVerb Method { get; }

    /// <summary>Gets the scheme as of now: middleware for forwarded headers sets that of the client.</summary>
    public UrlScheme Scheme => _context.Request.Scheme switch
    {
        "http" => UrlScheme.Http,
        "https" => UrlScheme.Https,
        _ => UrlScheme.Other,
    };

    /// <summary>Gets the version of HTTP.</summary>
    public HttpProtocolVersion ProtocolVersion => _context.Request.Protocol switch
    {
        "HTTP/1.1" => HttpProtocolVersion.Http11,
        "HTTP/2" => HttpProtocolVersion.Http2,
        "HTTP/3" => HttpProtocolVersion.Http3,
        "HTTP/1.0" => HttpProtocolVersion.Http10,
        _ => HttpProtocolVersion.Other,
    };

    /// <inheritdoc/>
    public Endpoint? Endpoint
    {
        get => _current;
        set
        {
            _current = value;

            // The feature is present only while a status page is executed.
            if (_context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                return;
            _beforeStatusPage = value;
            CountInProgress(_recorder.InProgress(this));
        }
    }

    /// <summary>Gets the original endpoint. Exception handlers keep it in a feature.</summary>
    public Endpoint? Original => Handled is { } handled ? handled.Endpoint : _beforeStatusPage;

    /// <summary>Gets the template of the route; null if no route matched.</summary>
    public string? Route => Original is { } endpoint
        ? (endpoint.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText) switch
        {
            "" => "/",
            var route => route,
        }
        : null;

    private IExceptionHandlerFeature? Handled => _context.Features.Get<IExceptionHandlerFeature>();

    /// <summary>Ends the measurement.</summary>
    /// <param name="unhandled">The unhandled exception; null if there was none.</param>
    /// <param name="seconds">The duration of the request.</param>
    public void End(Exception? unhandled, double seconds)
    {
        _inProgress.Dec();
        if (Has<IDisableHttpMetricsMetadata>())
            return;
        var status = RequestStatus.Of(_context, unhandled);
        _recorder.Completed(this, RequestStatus.TextOf(status), ErrorTypeOf(status, unhandled ?? Handled?.Error), seconds);
    }

    /// <summary>Returns whether the original endpoint has metadata of a type.</summary>
    public bool Has<TMetadata>()
        where TMetadata : class => Original?.Metadata.GetMetadata<TMetadata>() is not null;

    private void CountInProgress(Gauge gauge)
    {
        if (ReferenceEquals(gauge, _inProgress))
            return;
        gauge.Inc();
        _inProgress.Dec();
        _inProgress = gauge;
    }

    /// <summary>As ASP.NET Core does it for <c>error.type</c>. A client that disconnects is not an error.</summary>
    private static string? ErrorTypeOf(int status, Exception? exception) =>
        status == StatusCodes.Status499ClientClosedRequest ? null
        : exception is not null ? exception.GetType().FullName
        : status >= StatusCodes.Status500InternalServerError ? RequestStatus.TextOf(status)
        : null;
}
