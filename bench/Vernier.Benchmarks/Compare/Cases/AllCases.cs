using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>All cases, in the order of the table.</summary>
internal static class AllCases
{
    private static readonly OrderLabels Order = new(PaymentMethod.Voucher, OrderOutcome.Declined);

    private static readonly MixedLabels Mixed = new(PaymentMethod.Voucher, OrderOutcome.Declined, new string("DE".AsSpan()));

    public static IReadOnlyList<Case> Create() =>
    [
        new RecordingCase(1, "1", "`Inc` on a cached counter", library => library.Inc()),
        new TwoThreadsCase(),
        new RecordingCase(3, "3 same", "find by three strings, the same objects, and `Inc`", library => library.IncByStrings(LookUp.BySameStrings())),
        new RecordingCase(3, "3 equal", "find by three strings, equal but different objects, and `Inc`", library => library.IncByStrings(LookUp.ByEqualStrings())),
        new RecordingCase(4, "4", "find by two enums and `Inc`", library => library.IncByEnums(Order)) { Reference = ("a cached child", library => library.Inc()) },
        new RecordingCase(5, "5", "`Observe` on a cached histogram, 10 bounds", library => library.Observe(ObservedValues.Durations)),
        new RecordingCase(6, "6", "`Observe` on a cached summary, three quantiles", library => library.ObserveSummary(ObservedValues.Durations)),
        new QuantileErrorCase(),
        new RecordingCase(7, "7", "`Set` on a cached gauge (plain: a volatile write)", library => library.Set()),
        new ScrapeCase("8 text", openMetrics: false),
        new ScrapeCase("8 OpenMetrics", openMetrics: true),
        new MillionSeriesCase(),
        new CreationCase(),
        new GzipCase(),
        new SeriesLinearityCase(),
        new ThreadLinearityCase(),
        new RegistrationCase(),
        new RemovalCase(),
        new RecordingCase(22, "22", "find by two enums and a string, equal but a different object, and `Inc`", library => library.IncByMixed(Mixed)),
        new RecordingCase(23, "23", "find by three strings in a family that is full, and `Inc` of the overflow series", library => library.IncInFullFamily(LookUp.ByEqualStrings())),
        new ExpiryCase(),
        new StartUpCase(),
        new RecordingCase(25, "25 counter none", "`Inc`, exemplars enabled, no activity", library => library.IncWithExemplars(Trace.None))
        {
            Reference = ("exemplars disabled", library => library.Inc()),
        },
        new RecordingCase(25, "25 counter unsampled", "`Inc`, exemplars enabled, an unsampled activity", library => library.IncWithExemplars(Trace.Unsampled))
        {
            Reference = ("exemplars disabled", library => library.Inc()),
        },
        new RecordingCase(25, "25 counter sampled", "`Inc`, exemplars enabled, a sampled activity", library => library.IncWithExemplars(Trace.Sampled))
        {
            Reference = ("exemplars disabled", library => library.Inc()),
        },
        new RecordingCase(25, "25 histogram none", "`Observe`, exemplars enabled, no activity", library => library.ObserveWithExemplars(ObservedValues.Durations, Trace.None))
        {
            Reference = ("exemplars disabled", library => library.Observe(ObservedValues.Durations)),
        },
        new RecordingCase(25, "25 histogram unsampled", "`Observe`, exemplars enabled, an unsampled activity", library => library.ObserveWithExemplars(ObservedValues.Durations, Trace.Unsampled))
        {
            Reference = ("exemplars disabled", library => library.Observe(ObservedValues.Durations)),
        },
        new RecordingCase(25, "25 histogram sampled", "`Observe`, exemplars enabled, a sampled activity", library => library.ObserveWithExemplars(ObservedValues.Durations, Trace.Sampled))
        {
            Reference = ("exemplars disabled", library => library.Observe(ObservedValues.Durations)),
        },
        new WritersDuringScrapesCase(),
        new DescheduledWritersCase(),
        new ManyCellsCase(),
        new ManyThreadsScrapeCase(),
    ];
}
