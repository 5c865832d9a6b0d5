#include "selvage/subject_tables.h"
#include "tests/subjects/reference/async_results.h"
#include "tests/subjects/reference/components.h"
#include "tests/subjects/reference/disposal.h"
#include "tests/subjects/reference/event_based.h"
#include "tests/subjects/reference/events.h"
#include "tests/subjects/reference/handles.h"
#include "tests/subjects/reference/registrations.h"

namespace {

const selvage_subject reference = {
    .abi = SELVAGE_SUBJECT_ABI,
    .size = sizeof(selvage_subject),
    .name = SELVAGE_SUBJECT_NAME,
    .version = "0.1.0",
    .description = "the reference implementation",
    .profile = "strict",
    .events = &selvage::subjects::reference_events,
    .handles = &selvage::subjects::reference_handles,
    .async_results = &selvage::subjects::reference_async_results,
    .registrations = &selvage::subjects::reference_registrations,
    .disposal = &selvage::subjects::reference_disposal,
    .event_based = &selvage::subjects::reference_event_based,
    .components = &selvage::subjects::reference_components,
    .lacks = 0,
};

}  // namespace

SELVAGE_EXPORT_SUBJECT(reference)
