package io.framewise.adapters.persistence.media;

import io.framewise.domain.Refusal;
import org.jboss.logging.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * What to say when a bucket does not do what it is asked: a few codes for people and programs, and the store's own words in
 * the log. Neither holds keys.
 */
record S3Refusals(String bucket) {

    private static final Logger LOG = Logger.getLogger(S3Refusals.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    Refusal.Unavailable of(SdkException failure) {
        if (!(failure instanceof AwsServiceException answer)) {
            LOG.errorf("The bucket %s cannot be asked: %s", bucket, failure.getMessage());
            return unreachable();
        }
        // An answer to a HEAD request has no body to say more.
        String code = answer.awsErrorDetails() == null
                ? "no code"
                : String.valueOf(answer.awsErrorDetails().errorCode());
        LOG.errorf("The bucket %s answers %d, %s (request %s)", bucket, answer.statusCode(), code, answer.requestId());
        if (answer instanceof NoSuchBucketException || code.equals("NoSuchBucket")) {
            return new Refusal.Unavailable("blob-bucket-missing", "The bucket " + bucket + " does not exist.");
        }
        if (answer.statusCode() == FORBIDDEN || answer.statusCode() == UNAUTHORIZED) {
            return new Refusal.Unavailable(
                    "blob-access-denied",
                    "The bucket " + bucket + " does not let this node in; its keys may be wrong.");
        }
        return unreachable();
    }

    Refusal.Unavailable unreachable() {
        return new Refusal.Unavailable(
                "blob-store-unreachable", "The bucket " + bucket + " cannot be reached; trying again later may help.");
    }
}
